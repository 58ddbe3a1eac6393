"""The district's database: SQLAlchemy Core tables, the engine, and the migrations. Portable SQL only."""
