"""What the command can do beside printing single articles, one module each, loaded when it is asked for."""
