"""What stands below a map: scale, key and globe."""
