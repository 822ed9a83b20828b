-- The tables of a registry on PostgreSQL.
--
-- Every table is keyed by home first, so that servers can share them out by that column: a key, a join and a question of
-- one home stay on one server. There are no triggers and no foreign keys between homes for the same reason. Texts are
-- compared byte by byte ("C"), as the embedded engine does; moments are texts of 24 characters that sort as time does.

-- The transactions in which it was made, and last emptied for an archive: until they end, their maker writes what others
-- once wrote. Nobody is told them, and a copy of them means nothing (`founded`).
CREATE TABLE home (home text COLLATE "C" PRIMARY KEY, created text COLLATE "C" NOT NULL, founding xid8, emptying xid8);

-- What only one may do at a time in a home, a row each, held by functions: a lock that anybody could take would let anybody
-- hold everybody up.
CREATE TABLE latch (home text COLLATE "C", name text COLLATE "C", PRIMARY KEY (home, name));

-- The rules of kinds of contributions, as an admin's program last knew them: what policies can tell of them.
CREATE TABLE kind (
    home text COLLATE "C", name text COLLATE "C", role text COLLATE "C" NOT NULL, others_only boolean NOT NULL, one_per_author boolean NOT NULL,
    PRIMARY KEY (home, name));

-- The current version; earlier ones stand in the journal.
CREATE TABLE document (
    home text COLLATE "C", name text COLLATE "C", version bigint NOT NULL, text text NOT NULL, PRIMARY KEY (home, name));

-- Who belongs to a home, in which role, and by which login of the server: what the policies read.
CREATE TABLE person (
    home text COLLATE "C", key text COLLATE "C", name text COLLATE "C" NOT NULL, role text COLLATE "C" NOT NULL, team text COLLATE "C",
    team_key text COLLATE "C", organisation text COLLATE "C", login text COLLATE "C", created text COLLATE "C" NOT NULL, PRIMARY KEY (home, key));
CREATE INDEX person_login ON person (login, home) WHERE login IS NOT NULL;

-- The last ordinal given out of a kind on an innovation; numbers of innovations and batches are sequences'.
CREATE TABLE counter (
    home text COLLATE "C", name text COLLATE "C", innovation bigint, last bigint NOT NULL, PRIMARY KEY (home, name, innovation));

-- Its key tells whom it may be shown to, so that what refers to it is judged without reading it; so does that of stages,
-- by which they are counted.
CREATE TABLE innovation (
    home text COLLATE "C", number bigint, uid text COLLATE "C" NOT NULL, source text COLLATE "C", source_id text COLLATE "C",
    submitter text COLLATE "C" NOT NULL, submitter_key text COLLATE "C" NOT NULL, stage text COLLATE "C" NOT NULL, visibility text COLLATE "C" NOT NULL,
    held text COLLATE "C", version bigint NOT NULL, created text COLLATE "C" NOT NULL, updated text COLLATE "C" NOT NULL, fields jsonb NOT NULL,
    PRIMARY KEY (home, number) INCLUDE (submitter_key, visibility, held));
CREATE INDEX innovation_stage ON innovation (home, stage) INCLUDE (submitter_key, visibility, held);
CREATE INDEX innovation_submitter ON innovation (home, submitter_key);
-- Those that not all of their home may see.
CREATE INDEX innovation_restricted ON innovation (home, number) INCLUDE (submitter_key, visibility, held)
    WHERE visibility NOT IN ('home', 'everyone') OR held IS NOT NULL;
CREATE INDEX innovation_held ON innovation (home) WHERE held IS NOT NULL;

CREATE TABLE tag (home text COLLATE "C", innovation bigint, tag text COLLATE "C", PRIMARY KEY (home, innovation, tag));
CREATE INDEX tag_tag ON tag (home, tag, innovation);

CREATE TABLE signal (
    home text COLLATE "C", innovation bigint, name text COLLATE "C", value double precision NOT NULL, PRIMARY KEY (home, innovation, name));
CREATE INDEX signal_value ON signal (home, name, value, innovation);

-- What full text finds an innovation by. The words are the program's (their stems, as on the embedded engine), with the
-- weights A to D for title, tags, other answers and what contributions say; length counts all of them.
CREATE TABLE words (home text COLLATE "C", innovation bigint, words tsvector NOT NULL, length bigint NOT NULL, PRIMARY KEY (home, innovation));
CREATE INDEX words_words ON words USING gin (words);

-- A subject or origin that is a person is keyed by the person's key; the name is beside it where it differs.
CREATE TABLE contribution (
    home text COLLATE "C", uid text COLLATE "C", kind text COLLATE "C" NOT NULL, subject_type text COLLATE "C" NOT NULL,
    subject_key text COLLATE "C" NOT NULL, subject_name text COLLATE "C", origin_type text COLLATE "C" NOT NULL, origin_key text COLLATE "C" NOT NULL,
    origin_name text COLLATE "C", origin_innovation bigint, innovation bigint, ordinal bigint, author text COLLATE "C" NOT NULL,
    author_key text COLLATE "C" NOT NULL, addressee text COLLATE "C", addressee_key text COLLATE "C", withdrawn boolean NOT NULL,
    one_per_author boolean NOT NULL, created text COLLATE "C" NOT NULL, updated text COLLATE "C" NOT NULL, payload text NOT NULL,
    held text COLLATE "C", PRIMARY KEY (home, uid));
CREATE UNIQUE INDEX contribution_one_per_author ON contribution (home, origin_type, origin_key, kind, author_key) WHERE one_per_author;
CREATE INDEX contribution_origin ON contribution (home, origin_type, origin_key, kind, author_key);
CREATE INDEX contribution_subject ON contribution (home, subject_type, subject_key);
CREATE INDEX contribution_innovation ON contribution (home, innovation, created) WHERE innovation IS NOT NULL;
CREATE INDEX contribution_ordinal ON contribution (home, origin_innovation, kind, ordinal) WHERE ordinal IS NOT NULL;
CREATE INDEX contribution_author ON contribution (home, kind, author_key, created);
CREATE INDEX contribution_addressee ON contribution (home, kind, addressee_key, created) WHERE addressee_key IS NOT NULL;

CREATE TABLE batch (
    home text COLLATE "C", number bigint, uid text COLLATE "C" NOT NULL, person text COLLATE "C" NOT NULL, person_key text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL, at text COLLATE "C" NOT NULL, command text COLLATE "C" NOT NULL, count bigint NOT NULL, head bytea NOT NULL,
    undoes text COLLATE "C", PRIMARY KEY (home, number));
CREATE UNIQUE INDEX batch_uid ON batch (home, uid);
CREATE INDEX batch_person ON batch (home, person_key, number);

CREATE TABLE entry (
    home text COLLATE "C", batch bigint, position bigint, action text COLLATE "C" NOT NULL, subject_type text COLLATE "C" NOT NULL,
    subject_key text COLLATE "C" NOT NULL, innovation bigint, digest bytea NOT NULL, link bytea NOT NULL, PRIMARY KEY (home, batch, position));
CREATE INDEX entry_innovation ON entry (home, innovation, batch, position) WHERE innovation IS NOT NULL;

-- What `redact` erases; the digests in the entries stay, so that the chain can still be verified.
CREATE TABLE payload (
    home text COLLATE "C", batch bigint, position bigint, salt bytea NOT NULL, text text NOT NULL, PRIMARY KEY (home, batch, position));

CREATE TABLE seal (home text COLLATE "C", number bigint, batches text NOT NULL, digest bytea NOT NULL, PRIMARY KEY (home, number));

CREATE TABLE draft (
    home text COLLATE "C", uid text COLLATE "C", owner text COLLATE "C" NOT NULL, owner_key text COLLATE "C" NOT NULL, innovation bigint,
    fields text NOT NULL, tags text NOT NULL, cleared text NOT NULL, updated text COLLATE "C" NOT NULL, PRIMARY KEY (home, uid));
CREATE INDEX draft_owner ON draft (home, owner_key, updated);

CREATE TABLE mark (home text COLLATE "C", owner_key text COLLATE "C", name text COLLATE "C", value text NOT NULL, PRIMARY KEY (home, owner_key, name));

CREATE TABLE imported (
    home text COLLATE "C", source text COLLATE "C", key text COLLATE "C", innovation bigint NOT NULL, digest bytea NOT NULL, fields text NOT NULL,
    tags text NOT NULL, PRIMARY KEY (home, source, key));
CREATE INDEX imported_innovation ON imported (home, innovation);

-- Which of the program's versions of these tables it is.
CREATE TABLE version (version bigint NOT NULL);
