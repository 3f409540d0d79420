"""The steps of the way of the data as plain functions: the command line calls them, the Prefect flows order them."""
