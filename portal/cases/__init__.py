"""A case from referral to closing: its people, incidents, contacts, offered help and documents."""
