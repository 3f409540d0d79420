"""The quarterly circular: its tables read, its text checked against them, its documents."""
