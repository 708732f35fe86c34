"""How the history of people is best kept in PostgreSQL: layouts, indexes and vacuum, measured on many rows."""
