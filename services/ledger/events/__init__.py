"""What has happened in the ledger: in the field, in the books, with identities."""
