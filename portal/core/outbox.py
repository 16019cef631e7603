"""Outgoing mail and SMS: rows first, sending after the commit, at most once per key."""

from __future__ import annotations

import json
import smtplib
import ssl
import urllib.request
import uuid
from dataclasses import dataclass
from email.message import EmailMessage
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import crypto
from portal.core.db import Base, Created, Moment, Sealed, text_enum
from portal.core.errors import Invalid
from portal.core.worker import Run, job

if TYPE_CHECKING:
    from portal.core.uow import UnitOfWork


class Channel(StrEnum):
    MAIL = "mail"
    SMS = "sms"


class MessageState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    SHOWN = "shown"  # no gateway is set: it stands on the page of outgoing messages


class Message(Created, Base):
    """One mail or SMS. The text is sealed: it may hold a link or a code."""

    __tablename__ = "message"

    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    recipient: Mapped[str] = mapped_column(sa.String(200))
    subject: Mapped[str] = mapped_column(sa.String(200))
    key: Mapped[str] = mapped_column(sa.String(200), unique=True)
    case_id: Mapped[uuid.UUID | None] = mapped_column(default=None, index=True)
    state: Mapped[MessageState] = mapped_column(text_enum(MessageState), default=MessageState.WAITING)
    body_sealed: Mapped[Sealed | None] = mapped_column(default=None)
    sent_at: Mapped[Moment | None] = mapped_column(default=None)


class Gateway(Protocol):
    """Hands one message to the outside world, or raises."""

    def send(self, to: str, subject: str, body: str, key: str) -> None: ...


@dataclass(frozen=True, slots=True)
class SmtpGateway:
    """Sends mail by SMTP; `url` is smtp[s]://user:password@host:port, STARTTLS when the server offers it."""

    url: str
    sender: str

    def send(self, to: str, subject: str, body: str, key: str) -> None:
        where = urlsplit(self.url)
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, to, subject
        mail["Message-ID"] = f"<{uuid.uuid5(uuid.NAMESPACE_URL, key)}@driehoek>"  # the same at a retry
        mail.set_content(body)
        context = ssl.create_default_context()
        secure = where.scheme == "smtps"
        host, port = where.hostname or "localhost", where.port or (465 if secure else 25)
        server: smtplib.SMTP = (
            smtplib.SMTP_SSL(host, port, timeout=20, context=context)
            if secure
            else smtplib.SMTP(host, port, timeout=20)
        )
        with server:
            if not secure and server.has_extn("starttls"):
                server.starttls(context=context)
            if where.username:
                server.login(unquote(where.username), unquote(where.password or ""))
            server.send_message(mail)


@dataclass(frozen=True, slots=True)
class HttpSmsGateway:
    """Sends an SMS by a JSON POST {to, body, key}; `key` lets the gateway drop a repetition."""

    url: str
    token: str

    def send(self, to: str, subject: str, body: str, key: str) -> None:
        if urlsplit(self.url).scheme not in {"https", "http"}:
            raise ValueError("the SMS gateway must be an http(s) address")
        content = json.dumps({"to": to, "body": body, "key": key}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}", "Idempotency-Key": key}
        request = urllib.request.Request(self.url, content, headers, method="POST")  # noqa: S310  # scheme checked
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            if answer.status >= 300:
                raise OSError(f"the SMS gateway answered {answer.status}")


_gateways: dict[Channel, Gateway] = {}


def configure(channel: Channel, gateway: Gateway | None) -> None:
    """Set how *channel* leaves this process; None keeps its messages on the page of outgoing messages."""
    if gateway is None:
        _gateways.pop(channel, None)
    else:
        _gateways[channel] = gateway


def post(
    uow: UnitOfWork, channel: Channel, to: str, subject: str, body: str, key: str, case_id: uuid.UUID | None
) -> None:
    """Write a message and its delivery in the transaction of *uow*; the same *key* is sent once only."""
    if not to.strip() or any(c in to + subject for c in "\r\n\0"):
        raise Invalid("message.recipient", field="to")
    if uow.session.scalar(sa.select(Message.id).where(Message.key == key)) is not None:
        return
    message = Message(channel=channel, recipient=to.strip(), subject=subject, key=key, case_id=case_id)
    uow.seal(message, "body", body)
    uow.add(message)
    uow.enqueue("outbox.deliver", key=f"deliver:{message.id}", message_id=message.id)


@job("outbox.deliver")
def deliver(run: Run) -> None:
    """Hand one message to its gateway. A crash between sending and writing sends it again under the same key."""
    with run.read() as session:
        message = session.get_one(Message, run.id_of("message_id"))
        body = crypto.reveal(session, message, "body")
        channel, to, subject, key = message.channel, message.recipient, message.subject, message.key
    gateway = _gateways.get(channel)
    if gateway is not None:
        gateway.send(to, subject, body, key)
    with run.write() as uow:
        row = uow.get(Message, run.id_of("message_id"))
        row.state = MessageState.SENT if gateway else MessageState.SHOWN
        row.sent_at = uow.now
