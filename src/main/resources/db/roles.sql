-- Run once in a PostgreSQL cluster, by a superuser or a role with CREATEROLE, before the first
-- migration. These roles cannot log in; the two that can are members of one each:
--   the service's   GRANT sealward_service TO <SEALWARD_DB_USER>;
--   the migration's GRANT sealward_eraser TO <SEALWARD_DB_MIGRATION_USER> WITH INHERIT FALSE, SET TRUE;
-- and the database belongs to the migration's.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sealward_service') THEN
    CREATE ROLE sealward_service NOLOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sealward_eraser') THEN
    CREATE ROLE sealward_eraser NOLOGIN;
  END IF;
END $$;
