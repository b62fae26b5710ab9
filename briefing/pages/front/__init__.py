"""What stands at the head of page one."""
