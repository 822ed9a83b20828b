-- Who may see and change which rows, whatever program asks. A table says nothing to a login that no policy lets in.
--
-- What is not granted nobody may do: nobody changes or takes away a row of the journal, or takes away an innovation, a
-- contribution or a person. The owner is not bound, and is no login.

-- Whether a row of innovation may become another, beyond that the login leads the home or submitted it: what the table of
-- roles (README) leaves to either, as far as it can be told without the home's stages, gates and checks.
CREATE FUNCTION may_become(new innovation) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    was innovation;
    own boolean := new.home || '/' || new.submitter_key = ANY (my_keys());
    led boolean := new.home = ANY (homes_as('lead'));
BEGIN
    IF (own OR led) IS NOT TRUE THEN RETURN false; END IF;
    -- As it is by now, which who waited for another's change finds changed: a STABLE function would see what there was when the
    -- statement began.
    SELECT i.* INTO was FROM innovation AS i WHERE i.home = new.home AND i.number = new.number;
    IF NOT FOUND OR (new.uid, new.source, new.source_id, new.submitter, new.submitter_key, new.created)
        IS DISTINCT FROM (was.uid, was.source, was.source_id, was.submitter, was.submitter_key, was.created)
        OR (new.version = was.version + 1) IS NOT TRUE THEN RETURN false; END IF;
    -- Another lead looks at what is held.
    IF was.held IS NOT NULL AND new.held IS NULL AND (own OR NOT led) THEN RETURN false; END IF;
    RETURN led
        OR (new.stage = was.stage OR was.stage IN ('submitted', 'returned', 'withdrawn') AND new.stage IN ('submitted', 'withdrawn'))
        AND (new.fields = was.fields OR was.stage IN ('submitted', 'returned'))
        AND (new.visibility = was.visibility OR 'everyone' NOT IN (new.visibility, was.visibility));
END $$;

-- What every contribution says is an object; what stands in it is its kind's affair.
CREATE FUNCTION is_object(payload text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN ltrim(payload, E' \t\n\r') LIKE '{%';

-- Whether a login may make a contribution of a kind on an innovation, by the kind's rule as far as it is known here.
CREATE FUNCTION may_make(home text, kind text, one_per_author boolean, innovation bigint) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    rule kind;
BEGIN
    SELECT k.* INTO rule FROM kind AS k WHERE k.home = may_make.home AND k.name = may_make.kind;
    RETURN NOT FOUND OR rule.one_per_author = one_per_author AND home = ANY (homes_as(rule.role)) AND NOT (rule.others_only
        AND EXISTS (SELECT FROM innovation AS i WHERE i.home = may_make.home AND i.number = may_make.innovation
            AND i.home || '/' || i.submitter_key = ANY (my_keys())));
END $$;

-- Whether a login may make a batch that takes another back: its own, or as a lead anybody's.
CREATE FUNCTION may_undo(home text, undone text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM batch AS b WHERE b.home = may_undo.home AND b.uid = may_undo.undone
        AND (b.home = ANY (homes_as('lead')) OR b.home || '/' || b.person_key = ANY (my_keys())));
END $$;

-- Whether a new contribution is where it says: it begins where it is, bears on what its subject bears on, and is called there
-- by a number that was given out (`reserve_ordinal`) and that no other is called by.
CREATE FUNCTION is_placed(new contribution) RETURNS boolean LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    about contribution;
BEGIN
    IF new.subject_type = 'contribution' THEN
        SELECT c.* INTO about FROM contribution AS c WHERE c.home = new.home AND c.uid = new.subject_key;
        IF NOT FOUND THEN RETURN false; END IF;
    END IF;
    RETURN (new.subject_type, new.subject_key) = (new.origin_type, new.origin_key)
        AND new.innovation IS NOT DISTINCT FROM CASE new.subject_type WHEN 'innovation' THEN new.subject_key::bigint WHEN 'contribution' THEN about.innovation END
        AND new.origin_innovation IS NOT DISTINCT FROM CASE new.subject_type
            WHEN 'innovation' THEN new.innovation WHEN 'contribution' THEN coalesce(about.origin_innovation, about.innovation) END
        AND (new.ordinal IS NULL
            OR new.ordinal BETWEEN 1 AND (SELECT max(k.last) FROM counter AS k WHERE k.home = new.home AND k.name = 'ordinal ' || new.kind
                AND k.innovation IN (new.innovation, new.origin_innovation))
            AND NOT EXISTS (SELECT FROM contribution AS c WHERE c.home = new.home AND c.origin_innovation = new.origin_innovation AND c.kind = new.kind
                AND c.ordinal = new.ordinal AND new.subject_type = 'innovation'));
END $$;

-- Whether a document is the version that comes next: who wrote the last that there can be would end them.
CREATE FUNCTION comes_next(new document) RETURNS boolean LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    RETURN new.home = ANY (founded())
        OR new.version = coalesce((SELECT d.version FROM document AS d WHERE d.home = new.home AND d.name = new.name), 0) + 1;
END $$;

-- Changes what is there of a contribution, and says whether it is there. Its author may change what it says and take it
-- back; a lead may take it back, clear what is held, and move it from where it was merged away, and back again. Words are put
-- into nobody's mouth: a lead, who undoes what an author did, sets back only what the journal has that author saying, and to
-- whom.
CREATE FUNCTION change_contribution(
    home text, uid text, subject_type text, subject_key text, subject_name text, innovation bigint, ordinal bigint, addressee text,
    addressee_key text, withdrawn boolean, held text, updated text, payload text
) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = practice, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    was contribution;
    own boolean;
    led boolean := home = ANY (homes_as('lead'));
    says boolean;
BEGIN
    SELECT c.* INTO was FROM contribution AS c WHERE c.home = change_contribution.home AND c.uid = change_contribution.uid FOR NO KEY UPDATE;
    IF NOT FOUND THEN RETURN false; END IF;
    own := home || '/' || was.author_key = ANY (my_keys());
    says := payload IS DISTINCT FROM was.payload;
    -- A column's order would become that of the home too, by which a cluster does not know it again.
    IF (home = ANY (founded()) OR is_above() OR (own OR led) AND ordinal IS NOT DISTINCT FROM was.ordinal
        AND subject_name IS NOT DISTINCT FROM was.subject_name
        AND ((subject_type, subject_key, innovation) IS NOT DISTINCT FROM (was.subject_type, was.subject_key, was.innovation)
            OR led AND is_merged(was, subject_type, subject_key, innovation))
        AND (NOT says OR is_object(payload) AND (own AND may_make(home, was.kind COLLATE "default", was.one_per_author, was.innovation) OR has_said(was, 'payload', payload)))
        AND ((addressee, addressee_key) IS NOT DISTINCT FROM (was.addressee, was.addressee_key) OR says AND (own OR has_said(was, 'addressee', addressee_key)))
        AND (was.held IS NULL OR held IS NOT NULL OR CASE WHEN own THEN says ELSE led END)
    ) IS NOT TRUE THEN RAISE insufficient_privilege USING MESSAGE = 'this contribution is somebody else''s, or is held'; END IF;
    UPDATE contribution AS c SET subject_type = change_contribution.subject_type, subject_key = change_contribution.subject_key,
        subject_name = change_contribution.subject_name, innovation = change_contribution.innovation, ordinal = change_contribution.ordinal,
        addressee = change_contribution.addressee, addressee_key = change_contribution.addressee_key, withdrawn = change_contribution.withdrawn,
        held = change_contribution.held, updated = change_contribution.updated, payload = change_contribution.payload
        WHERE c.home = was.home AND c.uid = was.uid;
    RETURN true;
END $$;

-- Whether a contribution comes from an innovation that was merged into that one, or goes back to the one that it is of.
CREATE FUNCTION is_merged(was contribution, subject_type text, subject_key text, innovation bigint) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    RETURN subject_type = was.subject_type AND subject_key = CASE subject_type WHEN 'innovation' THEN innovation::text ELSE was.subject_key END
        AND EXISTS (SELECT FROM innovation AS i WHERE i.home = was.home AND i.number = is_merged.innovation)
        AND (innovation = was.origin_innovation OR EXISTS (SELECT FROM innovation AS i WHERE i.home = was.home AND i.number = was.innovation AND i.stage = 'merged'));
END $$;

-- Whether the journal has the author of a contribution saying just that, or saying it to whom that is the key of, in a batch
-- of the author's own.
CREATE FUNCTION has_said(one contribution, property text, said text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM entry AS e JOIN batch AS b ON b.home = e.home AND b.number = e.batch
        JOIN payload AS p ON p.home = e.home AND p.batch = e.batch AND p.position = e.position, changes_of(p.text) AS c
        WHERE e.home = one.home AND (e.innovation = ANY (ARRAY[one.innovation, one.origin_innovation]) OR one.innovation IS NULL AND e.innovation IS NULL)
            AND e.subject_type = 'contribution' AND e.subject_key = one.uid AND b.person_key = one.author_key
            AND c ->> 'property' = has_said.property AND CASE has_said.property WHEN 'payload' THEN said IN ((c -> 'was')::text, (c -> 'now')::text)
                ELSE said IS NOT DISTINCT FROM fold(c ->> 'was') OR said IS NOT DISTINCT FROM fold(c ->> 'now') END);
END $$;

-- The changes of a payload, each as it stands there; none of one that cannot be read.
CREATE FUNCTION changes_of(payload text) RETURNS SETOF json LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE ROWS 10 SET search_path = practice, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT c FROM json_array_elements(payload::json -> 'changes') AS c WHERE json_typeof(c) = 'object';
EXCEPTION WHEN data_exception THEN
END $$;

-- Whether a seal covers the batches that come next, all of them, and has the digest of their heads (Chain.seal): nobody may
-- take away one that does not.
CREATE FUNCTION fits(new seal) RETURNS boolean LANGUAGE plpgsql VOLATILE STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    before seal;
    uids text[] := ARRAY(SELECT jsonb_array_elements_text(new.batches::jsonb));
    after bigint;
    upto bigint;
    covered text[];
    heads bytea;
BEGIN
    SELECT s.* INTO before FROM seal AS s WHERE s.home = new.home ORDER BY s.number DESC LIMIT 1;
    IF new.number <> coalesce(before.number, 0) + 1 OR uids = '{}' THEN RETURN false; END IF;
    SELECT b.number INTO after FROM batch AS b WHERE b.home = new.home AND b.uid = before.batches::jsonb ->> -1;
    SELECT b.number INTO upto FROM batch AS b WHERE b.home = new.home AND b.uid = uids[cardinality(uids)];
    SELECT array_agg(b.uid ORDER BY b.number), string_agg(int8send(32) || b.head, '' ORDER BY b.number) INTO covered, heads
        FROM batch AS b WHERE b.home = new.home AND b.number > coalesce(after, 0) AND b.number <= upto;
    RETURN covered = uids AND upto <= settled(new.home)
        AND new.digest = sha256(int8send(32) || coalesce(before.digest, decode(repeat('00', 32), 'hex')) || heads);
END $$;

DO $$
DECLARE
    one text;
BEGIN
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'practice' LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', one);
    END LOOP;
END $$;

GRANT USAGE ON SCHEMA practice TO PUBLIC;
-- They would tell whoever asks what stands in the journal, and what was merged; and the last gives numbers without asking who
-- takes them.
REVOKE EXECUTE ON FUNCTION has_said(contribution, text, text), is_merged(contribution, text, text, bigint), next_number(text, text) FROM PUBLIC;

-- A row of another table is looked up by its key, as a scalar: of an EXISTS the server would rather make a list of all
-- that there is first.

-- Of columns one by one, wherever rows are changed: who may change all of a row, or take it away, may lock the table.

GRANT SELECT ON version TO PUBLIC;
GRANT SELECT (home, created) ON home TO PUBLIC;
CREATE POLICY reading ON version FOR SELECT USING (true);
-- One's own, so that nobody of one home need say which; who has none is told of which he is nobody.
CREATE POLICY reading ON home FOR SELECT USING (home = ANY ((SELECT homes_as('staff'))::text[]) OR (SELECT homes_as('staff') = '{}'));

GRANT SELECT, INSERT, UPDATE (home, name, role, others_only, one_per_author) ON kind TO PUBLIC;
CREATE POLICY reading ON kind FOR SELECT USING (home = ANY ((SELECT homes_as('staff'))::text[]));
CREATE POLICY adding ON kind FOR INSERT WITH CHECK (home = ANY ((SELECT homes_as('admin'))::text[]));
CREATE POLICY changing ON kind FOR UPDATE USING (home = ANY ((SELECT homes_as('admin'))::text[]));

GRANT SELECT, INSERT, UPDATE (home, name, version, text) ON document TO PUBLIC;
CREATE POLICY reading ON document FOR SELECT USING (home = ANY ((SELECT homes_as('staff'))::text[]));
-- Imports by leads keep further columns as fields.
CREATE POLICY adding ON document FOR INSERT WITH CHECK (comes_next(document) AND (
    home = ANY ((SELECT homes_as('admin'))::text[]) OR name = 'columns' AND is_columns(text) AND home = ANY ((SELECT homes_as('lead'))::text[])));
CREATE POLICY changing ON document FOR UPDATE
    USING (home = ANY ((SELECT homes_as('admin'))::text[]) OR name = 'columns' AND home = ANY ((SELECT homes_as('lead'))::text[]))
    WITH CHECK (comes_next(document) AND (
        home = ANY ((SELECT homes_as('admin'))::text[]) OR name = 'columns' AND is_columns(text) AND home = ANY ((SELECT homes_as('lead'))::text[])));

GRANT SELECT, INSERT, UPDATE (home, key, name, role, team, team_key, organisation, login, created) ON person TO PUBLIC;
CREATE POLICY reading ON person FOR SELECT USING (home = ANY ((SELECT homes_as('staff'))::text[]));
-- Leads add those whom imports name as authors, and who never act.
CREATE POLICY adding ON person FOR INSERT WITH CHECK (
    home = ANY ((SELECT homes_as('admin'))::text[]) OR login IS NULL AND role = 'staff' AND home = ANY ((SELECT homes_as('lead'))::text[]));
CREATE POLICY changing ON person FOR UPDATE USING (home = ANY ((SELECT homes_as('admin'))::text[]));

GRANT SELECT, INSERT, UPDATE (home, number, uid, source, source_id, submitter, submitter_key, stage, visibility, held, version, created, updated, fields)
    ON innovation TO PUBLIC;
CREATE POLICY reading ON innovation FOR SELECT USING (may_see(
    home, submitter_key, visibility, held, (SELECT homes_as('staff') <> '{}'), (SELECT homes_as('staff')), (SELECT homes_as('lead')),
    (SELECT my_keys()), (SELECT my_mates())));
-- In one's own name as it is asked for, by the number that was just given for it; a lead also what an import brings, whoever
-- wrote it, by numbers that were given for many; an admin at any stage what is the admin's own, or of a new home's founding
-- records. What an import brings has a source, or like a row of our own export, which need have none, is remembered as imported.
CREATE POLICY adding ON innovation FOR INSERT WITH CHECK (
    home = ANY ((SELECT founded())::text[])
    OR version = 1 AND CASE
        WHEN home = ANY ((SELECT homes_as('lead'))::text[]) THEN number <= ((SELECT given_numbers()) ->> home)::bigint AND (
            stage = 'submitted' AND (source IS NOT NULL OR (SELECT true FROM imported AS m WHERE m.home = innovation.home AND m.innovation = innovation.number LIMIT 1))
            OR (stage = 'submitted' OR home = ANY ((SELECT homes_as('admin'))::text[])) AND speaks_for(home, submitter_key, submitter))
        ELSE number = ((SELECT given_numbers()) ->> home)::bigint AND stage = 'submitted' AND visibility <> 'everyone' AND source IS NULL AND source_id IS NULL
            AND speaks_for(home, submitter_key, submitter) END);
CREATE POLICY changing ON innovation FOR UPDATE
    USING (home = ANY ((SELECT homes_as('lead'))::text[]) OR home || '/' || submitter_key = ANY ((SELECT my_keys())::text[]))
    WITH CHECK (may_become(innovation));

GRANT SELECT, INSERT ON tag TO PUBLIC;
CREATE POLICY reading ON tag FOR SELECT USING (
    home = ANY ((SELECT homes_as('lead'))::text[]) OR (SELECT true FROM innovation AS i WHERE i.home = tag.home AND i.number = tag.innovation));
CREATE POLICY adding ON tag FOR INSERT WITH CHECK (
    home = ANY ((SELECT homes_as('lead'))::text[]) OR (SELECT true FROM innovation AS i
        WHERE i.home = tag.home AND i.number = tag.innovation AND i.home || '/' || i.submitter_key = ANY ((SELECT my_keys())::text[])));

-- Made of contributions, by whoever contributes; `verify` makes them anew.
GRANT SELECT, INSERT ON signal TO PUBLIC;
CREATE POLICY reading ON signal FOR SELECT USING (
    home = ANY ((SELECT homes_as('lead'))::text[]) OR (SELECT true FROM innovation AS i WHERE i.home = signal.home AND i.number = signal.innovation));
-- Two names that are one to the program would end every search.
CREATE POLICY adding ON signal FOR INSERT WITH CHECK (name = normalize(name) AND home = ANY ((SELECT homes_as('staff'))::text[]) AND (
    home = ANY ((SELECT homes_as('lead'))::text[]) OR (SELECT true FROM innovation AS i WHERE i.home = signal.home AND i.number = signal.innovation)));

GRANT SELECT, INSERT, UPDATE (words, length) ON words TO PUBLIC;
CREATE POLICY reading ON words FOR SELECT USING (
    home = ANY ((SELECT homes_as('lead'))::text[]) OR (SELECT true FROM innovation AS i WHERE i.home = words.home AND i.number = words.innovation));
CREATE POLICY adding ON words FOR INSERT WITH CHECK (home = ANY ((SELECT homes_as('staff'))::text[]) AND (
    home = ANY ((SELECT homes_as('lead'))::text[]) OR (SELECT true FROM innovation AS i WHERE i.home = words.home AND i.number = words.innovation)));
CREATE POLICY changing ON words FOR UPDATE USING (home = ANY ((SELECT homes_as('staff'))::text[]) AND (
    home = ANY ((SELECT homes_as('lead'))::text[]) OR (SELECT true FROM innovation AS i WHERE i.home = words.home AND i.number = words.innovation)));

-- Viewer.maySeeHeld, and Registry.contributions(of:by:to:for:limit:) for those on no innovation.
GRANT SELECT, INSERT ON contribution TO PUBLIC;
CREATE POLICY reading ON contribution FOR SELECT USING (
    home = ANY ((SELECT homes_as('lead'))::text[]) OR home || '/' || author_key = ANY ((SELECT my_keys())::text[])
    OR held IS NULL AND CASE WHEN innovation IS NOT NULL THEN (SELECT true FROM innovation AS i WHERE i.home = contribution.home AND i.number = contribution.innovation)
        ELSE home || '/' || addressee_key = ANY ((SELECT my_keys())::text[])
            OR subject_type = 'person' AND home || '/' || subject_key = ANY ((SELECT my_keys())::text[]) END);
CREATE POLICY adding ON contribution FOR INSERT WITH CHECK (home = ANY ((SELECT founded())::text[]) OR speaks_for(home, author_key, author)
    AND is_object(payload) AND may_make(home, kind, one_per_author, innovation) AND is_placed(contribution)
    AND (innovation IS NULL OR (SELECT true FROM innovation AS i WHERE i.home = contribution.home AND i.number = contribution.innovation)));

GRANT SELECT, INSERT ON batch, entry, payload, seal TO PUBLIC;
CREATE POLICY reading ON batch FOR SELECT USING (home = ANY ((SELECT homes_as('staff'))::text[]));
CREATE POLICY adding ON batch FOR INSERT WITH CHECK (home = ANY ((SELECT founded())::text[])
    OR home || '/' || number = ANY ((SELECT open_batches())::text[]) AND account = session_user AND speaks_for(home, person_key, person)
        AND (undoes IS NULL OR may_undo(home, undoes)));

CREATE POLICY reading ON entry FOR SELECT USING (
    home = ANY ((SELECT homes_as('lead'))::text[])
    OR home = ANY ((SELECT homes_as('staff'))::text[]) AND (
        (SELECT true FROM batch AS b WHERE b.home = entry.home AND b.number = entry.batch AND b.home || '/' || b.person_key = ANY ((SELECT my_keys())::text[]))
        OR (SELECT true FROM innovation AS i WHERE i.home = entry.home AND i.number = entry.innovation)
            AND (subject_type <> 'contribution' OR (SELECT true FROM contribution AS c WHERE c.home = entry.home AND c.uid = entry.subject_key))
        OR subject_type = 'person' AND (SELECT true FROM person AS p WHERE p.home = entry.home AND p.name = entry.subject_key AND p.login = login() LIMIT 1)));
-- On what its author sees, or on what is the author's own still, though the innovation is out of sight by now.
CREATE POLICY adding ON entry FOR INSERT WITH CHECK (
    home || '/' || batch = ANY ((SELECT begun_batches())::text[]) AND (
        home = ANY ((SELECT homes_as('lead'))::text[]) OR innovation IS NULL
        OR (SELECT true FROM innovation AS i WHERE i.home = entry.home AND i.number = entry.innovation)
        OR subject_type = 'contribution' AND (SELECT true FROM contribution AS c
            WHERE c.home = entry.home AND c.uid = entry.subject_key AND c.home || '/' || c.author_key = ANY ((SELECT my_keys())::text[])))
    OR home = ANY ((SELECT founded())::text[]));

CREATE POLICY reading ON payload FOR SELECT USING (
    home = ANY ((SELECT homes_as('lead'))::text[])
    OR (SELECT true FROM entry AS e WHERE e.home = payload.home AND e.batch = payload.batch AND e.position = payload.position)
        AND NOT is_concealed(home, batch, position));
CREATE POLICY adding ON payload FOR INSERT WITH CHECK (
    position BETWEEN 1 AND ((SELECT begun_entries()) ->> (home || '/' || batch))::bigint AND (
        home = ANY ((SELECT homes_as('lead'))::text[]) OR strpos(text, '"property":"held"') = 0 OR may_hold(home, batch, position, text))
    OR home = ANY ((SELECT founded())::text[]));

CREATE POLICY reading ON seal FOR SELECT USING (home = ANY ((SELECT homes_as('staff'))::text[]));
CREATE POLICY adding ON seal FOR INSERT WITH CHECK (
    home = ANY ((SELECT founded())::text[]) OR home = ANY ((SELECT homes_as('staff'))::text[]) AND fits(seal));

-- Nobody else's, whoever leads; a registry that moves here brings everybody's into the home that it makes.
GRANT SELECT, INSERT, UPDATE (innovation, fields, tags, cleared, updated) ON draft TO PUBLIC;
GRANT SELECT, INSERT, UPDATE (value) ON mark TO PUBLIC;
CREATE POLICY own ON draft USING (home || '/' || owner_key = ANY ((SELECT my_keys())::text[]) OR home = ANY ((SELECT newly_made())::text[]));
CREATE POLICY own ON mark USING (home || '/' || owner_key = ANY ((SELECT my_keys())::text[]) OR home = ANY ((SELECT newly_made())::text[]));

GRANT SELECT, INSERT, UPDATE (innovation, digest, fields, tags) ON imported TO PUBLIC;
CREATE POLICY own ON imported USING (home = ANY ((SELECT homes_as('lead'))::text[]));
