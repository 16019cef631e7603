"""The signing ceremony: invitations, reading, questions, signing, refusal and withdrawal."""
