-- The planner's statistics are samples of columns' values, and outlive the rows that they were taken from.
-- Of what must be gone once it is deleted there are none; nothing is looked up by these columns.
alter table specialist_profile
  alter column display_name set statistics 0,
  alter column about set statistics 0;
alter table attestation alter column body set statistics 0;
alter table event alter column body set statistics 0;
alter table epoch_wrap alter column wrap set statistics 0;
alter table image
  alter column content_digest set statistics 0,
  alter column upload_metadata set statistics 0;
alter table image_leaves alter column leaves set statistics 0;
alter table image_grant
  alter column body set statistics 0,
  alter column revocation set statistics 0;
alter table push_target alter column token set statistics 0;
