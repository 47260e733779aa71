-- A message's event fits into its row. Moved out of line, as bodies from 2 kB are by default, each
-- would be two more rows and two more index entries to write, and to read again for its receivers.
ALTER TABLE event SET (toast_tuple_target = 8160);
