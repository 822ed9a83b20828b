-- What a row may hold, whoever writes it and by whatever program: so that no row stops those who read the others, and none
-- that nobody may take away stands there for good. Whether it is true is not looked at here.

-- Each check is whether it is so, as what is neither true nor false keeps nothing out.

-- As the program writes one; what is none at all the server refuses to read as one.
CREATE FUNCTION is_uid(given text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN given::uuid::text = given;
-- Of a year from 1 to 9999, whose texts have one length; the server knows others, and moments of no year ('infinity').
CREATE FUNCTION is_moment(given text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN octet_length(given) = 24 AND to_char(given::timestamp, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') = given;

CREATE FUNCTION is_subject(type text, key text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE type WHEN 'innovation' THEN key ~ '^[1-9][0-9]{0,11}$' WHEN 'contribution' THEN is_uid(key) WHEN 'home' THEN key = ''
        ELSE type IN ('person', 'configuration') AND key <> '' END;

-- A name as it was written stands beside a key that does not say it: a person's alone, in its own letters.
CREATE FUNCTION is_written(name text, type text, key text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN name IS NULL OR type = 'person' AND fold(name) = key;

-- JSON that the program reads: of numbers that it has, not nested without end, and with no name twice in one object, which the
-- server would read as the last of them. `jsonb` knows no NUL, and the program does; to the program two names are one that
-- differ only in how their letters are put together.
CREATE FUNCTION is_json(given text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    plain text := replace(given, '\u0000', '\u0001');
    json jsonb := plain::jsonb;
BEGIN
    IF json @? 'strict $.**{100}' OR json @? 'strict $.** ? (@ > 1.7976931348623157e308 || @ < -1.7976931348623157e308)' THEN RETURN false; END IF;
    RETURN NOT EXISTS (WITH RECURSIVE part (value) AS (
            SELECT plain::json
            UNION ALL SELECT v.value FROM part AS p, LATERAL (
                SELECT e.value FROM json_each(CASE json_typeof(p.value) WHEN 'object' THEN p.value END) AS e
                UNION ALL SELECT e FROM json_array_elements(CASE json_typeof(p.value) WHEN 'array' THEN p.value END) AS e) AS v
                WHERE json_typeof(v.value) IN ('object', 'array'))
        SELECT FROM part AS p WHERE json_typeof(p.value) = 'object'
            AND (SELECT count(*) > count(DISTINCT normalize(name)) FROM json_object_keys(p.value) AS name));
END $$;

-- Answers: each a text, a number as the program has them, or a list of texts. Most are texts, which are told at a glance:
-- imports bring them by the hundred thousand.
CREATE FUNCTION are_answers(fields jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN jsonb_typeof(fields) = 'object' AND NOT fields @? 'strict $.* ? ((@ starts with "") is unknown
        && !(@.type() == "array" && !exists(@[*] ? ((@ starts with "") is unknown)))
        && !(@.type() == "number" && (@ == 0 || @ >= 4.9e-324 && @ <= 1.7976931348623157e308 || @ <= -4.9e-324 && @ >= -1.7976931348623157e308)))';

-- Whether the program, to which two names are one that differ only in how their letters are put together, tells all names of
-- answers apart. Of those that a registry begins with it is seen at a glance.
CREATE FUNCTION are_apart(fields jsonb) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN (SELECT count(*) = count(DISTINCT normalize(name)) FROM jsonb_object_keys(fields) AS name);
END $$;
CREATE FUNCTION are_named(fields jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN fields - '{title,problem,change,who,result,area,team,organisation,started,support,how,partners,components,adaptable,risks,lessons,
        equality,coproduction,setup_cost,running_cost,savings,savings_kind,adapted_from,review_by,contact}'::text[] = '{}' OR are_apart(fields);

-- The further columns that imports keep, as the program writes them (KeptColumns): a name a line, each once, and its heading.
CREATE FUNCTION is_columns(given text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    RETURN given ~ '^version: 1\ncolumns:( \{\}\n|\n(  [a-z][a-z0-9_]*: "([^"\\]|\\.)*"\n)+)$'
        AND (SELECT count(*) = count(DISTINCT line) FROM unnest(string_to_array(regexp_replace(given, ': .*?(\n|$)', E'\n', 'g'), E'\n')) AS line WHERE line <> '');
END $$;

-- A number that the program counts on from: one more is one still.
CREATE FUNCTION is_count(given bigint) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN given BETWEEN 0 AND 1000000000000;

ALTER TABLE home ADD CHECK (is_moment(created) IS TRUE);
ALTER TABLE document ADD CHECK ((name <> '') IS TRUE), ADD CHECK (is_count(version) IS TRUE);
ALTER TABLE person ADD CHECK ((name <> '') IS TRUE), ADD CHECK ((key = fold(name)) IS TRUE), ADD CHECK ((role IN ('staff', 'lead', 'admin')) IS TRUE),
    ADD CHECK ((team_key IS NOT DISTINCT FROM fold(team)) IS TRUE), ADD CHECK ((login IS NULL OR login <> '') IS TRUE), ADD CHECK (is_moment(created) IS TRUE);
ALTER TABLE innovation ADD CHECK ((number > 0 AND is_count(number)) IS TRUE), ADD CHECK (is_uid(uid) IS TRUE), ADD CHECK ((stage <> '') IS TRUE),
    ADD CHECK ((submitter <> '') IS TRUE),
    ADD CHECK ((submitter_key = CASE WHEN octet_length(submitter) = length(submitter) THEN lower(submitter) ELSE fold(submitter) END) IS TRUE),
    ADD CHECK ((visibility IN ('me', 'team', 'home', 'everyone')) IS TRUE), ADD CHECK ((version > 0 AND is_count(version)) IS TRUE),
    ADD CHECK (is_moment(created) IS TRUE), ADD CHECK (is_moment(updated) IS TRUE),
    ADD CHECK ((are_answers(fields) AND are_named(fields)) IS TRUE);
ALTER TABLE tag ADD CHECK ((tag <> '') IS TRUE);
ALTER TABLE signal ADD CHECK ((value > '-Infinity' AND value < 'Infinity') IS TRUE);
ALTER TABLE words ADD CHECK (is_count(length) IS TRUE);
ALTER TABLE contribution ADD CHECK (is_uid(uid) IS TRUE), ADD CHECK ((kind <> '') IS TRUE),
    ADD CHECK ((is_subject(subject_type, subject_key) AND is_written(subject_name, subject_type, subject_key)) IS TRUE),
    ADD CHECK ((is_subject(origin_type, origin_key) AND is_written(origin_name, origin_type, origin_key)) IS TRUE),
    ADD CHECK ((innovation IS NULL OR is_count(innovation)) IS TRUE), ADD CHECK ((origin_innovation IS NULL OR is_count(origin_innovation)) IS TRUE),
    ADD CHECK ((ordinal IS NULL OR is_count(ordinal)) IS TRUE), ADD CHECK ((author_key = fold(author)) IS TRUE),
    ADD CHECK ((addressee_key IS NOT DISTINCT FROM fold(addressee)) IS TRUE), ADD CHECK (is_moment(created) IS TRUE), ADD CHECK (is_moment(updated) IS TRUE),
    ADD CHECK (is_json(payload) IS TRUE);
ALTER TABLE batch ADD CHECK ((number > 0 AND is_count(number)) IS TRUE), ADD CHECK (is_uid(uid) IS TRUE), ADD CHECK ((person_key = fold(person)) IS TRUE),
    ADD CHECK (is_moment(at) IS TRUE), ADD CHECK (is_count(count) IS TRUE), ADD CHECK ((octet_length(head) = 32) IS TRUE),
    ADD CHECK ((undoes IS NULL OR is_uid(undoes)) IS TRUE);
ALTER TABLE entry ADD CHECK ((position > 0 AND is_count(position)) IS TRUE), ADD CHECK ((octet_length(digest) = 32) IS TRUE), ADD CHECK ((octet_length(link) = 32) IS TRUE),
    ADD CHECK ((action IN ('submitted', 'imported', 'revised', 'tagged', 'moved', 'contributed', 'withdrew', 'joined', 'changed-person', 'configured',
        'cleared', 'merged', 'redacted', 'undid', 'created')) IS TRUE),
    ADD CHECK (CASE WHEN subject_type = 'innovation' THEN subject_key = innovation::text ELSE is_subject(subject_type, subject_key) END IS TRUE),
    ADD CHECK ((innovation IS NULL OR innovation > 0 AND is_count(innovation)) IS TRUE);
ALTER TABLE seal ADD CHECK ((number > 0 AND is_count(number)) IS TRUE), ADD CHECK ((jsonb_typeof(batches::jsonb) = 'array') IS TRUE), ADD CHECK ((octet_length(digest) = 32) IS TRUE);
ALTER TABLE draft ADD CHECK (is_uid(uid) IS TRUE), ADD CHECK (is_moment(updated) IS TRUE);
ALTER TABLE imported ADD CHECK (is_count(innovation) IS TRUE);
