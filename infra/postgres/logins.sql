-- For psql, behind roles.sql: the roles that log in, and the database. See docs/operations.md.
\getenv password SEALWARD_DB_PASSWORD
\getenv migration_password SEALWARD_DB_MIGRATION_PASSWORD
CREATE ROLE sealward LOGIN PASSWORD :'password';
GRANT sealward_service TO sealward;
CREATE ROLE sealward_migration LOGIN PASSWORD :'migration_password';
GRANT sealward_eraser TO sealward_migration WITH INHERIT FALSE, SET TRUE;
CREATE DATABASE sealward OWNER sealward_migration;
REVOKE ALL ON DATABASE sealward FROM PUBLIC;
GRANT CONNECT ON DATABASE sealward TO sealward_service;
