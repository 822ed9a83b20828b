-- What a row may hold, whoever writes it and by whatever program: so that no row stops those who read the others, and none
-- that nobody may take away stands there for good. Whether it is true is not looked at here.

-- As the program writes one; what is none at all the server refuses to read as one.
CREATE FUNCTION is_uid(given text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN given::uuid::text = given;
CREATE FUNCTION is_moment(given text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN to_char(given::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') = given;

CREATE FUNCTION is_subject(type text, key text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE type WHEN 'innovation' THEN key ~ '^[1-9][0-9]{0,11}$' WHEN 'contribution' THEN is_uid(key) WHEN 'home' THEN key = ''
        ELSE type IN ('person', 'configuration') AND key <> '' END;

-- JSON that the program reads: of numbers that it has, and not nested without end. `jsonb` knows no NUL, and the program does.
CREATE FUNCTION is_json(given text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN NOT replace(given, '\u0000', '\u0001')::jsonb @@ 'exists($.**{100}) || exists($.** ? (@ > 1e300 || @ < -1e300))';

-- Answers: each a text, a number, or a list of texts. It is not asked of rows that a lead imports, of which there are many.
CREATE FUNCTION are_answers(fields jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN jsonb_typeof(fields) = 'object'
        AND NOT fields @? 'strict $.* ? (@.type() != "string" && @.type() != "array" && (@.type() != "number" || @ > 1e300 || @ < -1e300))'
        AND NOT fields @? 'strict $.* ? (@.type() == "array")[*] ? (@.type() != "string")';

-- The further columns that imports keep, as the program writes them (KeptColumns): a name a line, each once, and its heading.
CREATE FUNCTION is_columns(given text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN given ~ '^version: 1\ncolumns:( \{\}\n|\n(  [a-z][a-z0-9_]*: "([^"\\]|\\.)*"\n)+)$'
        AND (SELECT count(*) = count(DISTINCT line) FROM unnest(string_to_array(regexp_replace(given, ': .*?(\n|$)', E'\n', 'g'), E'\n')) AS line WHERE line <> '');
END $$;

-- A number that the program counts on from: one more is one still.
CREATE FUNCTION is_count(given bigint) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN given BETWEEN 0 AND 1000000000000;

ALTER TABLE home ADD CHECK (is_moment(created));
ALTER TABLE document ADD CHECK (name <> ''), ADD CHECK (is_count(version));
ALTER TABLE person ADD CHECK (name <> ''), ADD CHECK (key = fold(name)), ADD CHECK (role IN ('staff', 'lead', 'admin')),
    ADD CHECK (team_key IS NOT DISTINCT FROM fold(team)), ADD CHECK (login <> ''), ADD CHECK (is_moment(created));
ALTER TABLE innovation ADD CHECK (number > 0 AND is_count(number)), ADD CHECK (is_uid(uid)), ADD CHECK (stage <> ''),
    ADD CHECK (submitter <> ''), ADD CHECK (submitter_key = CASE WHEN octet_length(submitter) = length(submitter) THEN lower(submitter) ELSE fold(submitter) END),
    ADD CHECK (visibility IN ('me', 'team', 'home', 'everyone')), ADD CHECK (version > 0 AND is_count(version)),
    ADD CHECK (is_moment(created)), ADD CHECK (is_moment(updated)), ADD CHECK (jsonb_typeof(fields) = 'object');
ALTER TABLE tag ADD CHECK (tag <> '');
ALTER TABLE signal ADD CHECK (value > '-Infinity' AND value < 'Infinity');
ALTER TABLE words ADD CHECK (is_count(length));
ALTER TABLE contribution ADD CHECK (is_uid(uid)), ADD CHECK (kind <> ''), ADD CHECK (is_subject(subject_type, subject_key)),
    ADD CHECK (is_subject(origin_type, origin_key)), ADD CHECK (is_count(innovation)), ADD CHECK (is_count(origin_innovation)),
    ADD CHECK (is_count(ordinal)), ADD CHECK (author_key = fold(author)), ADD CHECK (addressee_key IS NOT DISTINCT FROM fold(addressee)),
    ADD CHECK (is_moment(created)), ADD CHECK (is_moment(updated)), ADD CHECK (is_json(payload));
ALTER TABLE batch ADD CHECK (number > 0 AND is_count(number)), ADD CHECK (is_uid(uid)), ADD CHECK (person_key = fold(person)),
    ADD CHECK (is_moment(at)), ADD CHECK (is_count(count)), ADD CHECK (octet_length(head) = 32), ADD CHECK (is_uid(undoes));
ALTER TABLE entry ADD CHECK (position > 0 AND is_count(position)), ADD CHECK (octet_length(digest) = 32), ADD CHECK (octet_length(link) = 32),
    ADD CHECK (action IN ('submitted', 'imported', 'revised', 'tagged', 'moved', 'contributed', 'withdrew', 'joined', 'changed-person', 'configured',
        'cleared', 'merged', 'redacted', 'undid', 'created')),
    ADD CHECK (subject_type = 'innovation' AND subject_key = innovation::text OR is_subject(subject_type, subject_key)), ADD CHECK (is_count(innovation));
ALTER TABLE seal ADD CHECK (number > 0 AND is_count(number)), ADD CHECK (jsonb_typeof(batches::jsonb) = 'array'), ADD CHECK (octet_length(digest) = 32);
ALTER TABLE draft ADD CHECK (is_uid(uid)), ADD CHECK (is_moment(updated));
ALTER TABLE imported ADD CHECK (is_count(innovation));
