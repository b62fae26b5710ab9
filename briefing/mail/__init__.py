"""What is sent: a published edition to each who may read it, once, with a ledger of who has what."""
