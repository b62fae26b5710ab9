"""What is kept: editions in an OCFL archive, compared, signed, verified and handed on."""
