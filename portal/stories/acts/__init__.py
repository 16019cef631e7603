"""Every act a story may hold, by the room it is done in."""

from __future__ import annotations

from typing import TypeAlias

from portal.stories.acts import agreements, cases, dossiers, forms, library, own_forms, signatures, submissions, table
from portal.stories.acts.base import Act

AnyAct: TypeAlias = (
    cases.Refer
    | cases.AddRepresentative
    | cases.RegisterCheck
    | cases.AssignExpert
    | cases.MoveCase
    | cases.AnswerHandover
    | cases.TellTenant
    | cases.LogIncident
    | cases.CorrectIncident
    | cases.VerifyIncident
    | cases.HearTenant
    | cases.Talk
    | cases.SendLetter
    | cases.FileDocument
    | cases.OfferHelp
    | cases.AnswerHelp
    | forms.PublishForm
    | submissions.FillForm
    | submissions.AcceptForm
    | submissions.ReturnForm
    | submissions.CorrectForm
    | own_forms.AskOwnView
    | own_forms.OwnView
    | library.ChangeClause
    | library.ReviewClause
    | library.ReleaseClause
    | library.WithdrawClause
    | library.MakeLetter
    | agreements.DraftAgreement
    | agreements.SetTerms
    | agreements.PutClause
    | agreements.MoveClause
    | agreements.RenewClause
    | agreements.RemoveClause
    | agreements.Respond
    | agreements.ArrangeHelp
    | agreements.RefreshPeople
    | agreements.Freeze
    | agreements.Offer
    | agreements.Amend
    | agreements.Extend
    | agreements.End
    | signatures.Invite
    | signatures.InviteAgain
    | signatures.ChangeContact
    | signatures.Delegate
    | signatures.StopReminder
    | signatures.OpenLink
    | signatures.EnterCode
    | signatures.ReadClause
    | signatures.Ask
    | signatures.AnswerQuestion
    | signatures.Sign
    | signatures.SignInPortal
    | signatures.Refuse
    | signatures.Withdraw
    | signatures.RecordWithdrawal
    | table.ShowQr
    | table.GiveTablet
    | table.SignOnPaper
    | table.ConfirmPaper
    | table.RejectPaper
    | table.Interpret
    | table.RecordRefusal
    | table.DecideUnderstanding
    | table.GivePermission
    | table.WithdrawPermission
    | dossiers.ReleaseCare
    | dossiers.ComposeDossier
    | dossiers.LeaveOutPiece
    | dossiers.FileDossier
)

__all__ = ["Act", "AnyAct"]
