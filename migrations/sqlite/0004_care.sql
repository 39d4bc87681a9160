-- Cases somebody disowned ("bukan saya"), and accounts by their second contact.
ALTER TABLE cases ADD COLUMN frozen_ms BIGINT;
CREATE INDEX cases_frozen ON cases (frozen_ms);
CREATE INDEX accounts_by_contact ON accounts (contact);
CREATE INDEX mails_by_time ON mails (sender, fetched_ms);

-- To whom a letter goes, by kind and name, so that the same one is not written over and over; `answer`
-- marks letters to applicants, of which an hour has only so many.
ALTER TABLE orders ADD COLUMN addressee TEXT;
ALTER TABLE orders ADD COLUMN answer BIGINT NOT NULL DEFAULT 0;
CREATE INDEX orders_by_addressee ON orders (addressee, letter, created_ms);
CREATE INDEX orders_by_answer ON orders (answer, due_ms);
