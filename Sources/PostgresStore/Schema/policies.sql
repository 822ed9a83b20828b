-- Who may see and change which rows, whatever program asks. A table says nothing to a login that no policy lets in.
--
-- What is not granted nobody may do: nobody changes or takes away a row of the journal, or takes away an innovation, a
-- contribution or a person. The owner is not bound, and is no login.

-- Whether a row of innovation may become another, beyond that the login leads the home or submitted it: what the table of
-- roles (README) leaves to either, as far as it can be told without the home's stages, gates and checks.
CREATE FUNCTION may_become(new innovation) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    was innovation;
    own boolean := new.home || '/' || new.submitter_key = ANY (my_keys());
    led boolean := new.home = ANY (homes_as('lead'));
BEGIN
    -- As it was when the statement began.
    SELECT i.* INTO was FROM innovation AS i WHERE i.home = new.home AND i.number = new.number;
    IF NOT FOUND OR (new.uid, new.source, new.source_id, new.submitter, new.submitter_key, new.created)
        IS DISTINCT FROM (was.uid, was.source, was.source_id, was.submitter, was.submitter_key, was.created)
        OR new.version <> was.version + 1 THEN RETURN false; END IF;
    -- Another lead looks at what is held.
    IF was.held IS NOT NULL AND new.held IS NULL AND (own OR NOT led) THEN RETURN false; END IF;
    RETURN led
        OR (new.stage = was.stage OR was.stage IN ('submitted', 'returned', 'withdrawn') AND new.stage IN ('submitted', 'withdrawn'))
        AND (new.fields = was.fields OR was.stage IN ('submitted', 'returned'))
        AND (new.visibility = was.visibility OR 'everyone' NOT IN (new.visibility, was.visibility));
END $$;

-- Changes what is there of a contribution, and says whether it is there. Its author may change what it says and take it
-- back; a lead may move it, take it back and clear what is held. Words are put into nobody's mouth: a lead, who undoes
-- what an author did, sets back only what the journal has that author saying.
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
    says := payload <> was.payload;
    IF NOT (home = ANY (founded()) OR is_above()) AND (
        NOT (own OR led)
        OR NOT led AND (subject_type, subject_key, innovation, ordinal) IS DISTINCT FROM (was.subject_type, was.subject_key, was.innovation, was.ordinal)
        OR says AND NOT own AND NOT has_said(was, payload)
        OR was.held IS NOT NULL AND held IS NULL AND NOT CASE WHEN own THEN says ELSE led END
    ) THEN RAISE insufficient_privilege USING MESSAGE = 'this contribution is somebody else''s, or is held'; END IF;
    UPDATE contribution AS c SET subject_type = change_contribution.subject_type, subject_key = change_contribution.subject_key,
        subject_name = change_contribution.subject_name, innovation = change_contribution.innovation, ordinal = change_contribution.ordinal,
        addressee = change_contribution.addressee, addressee_key = change_contribution.addressee_key, withdrawn = change_contribution.withdrawn,
        held = change_contribution.held, updated = change_contribution.updated, payload = change_contribution.payload
        WHERE c.home = was.home AND c.uid = was.uid;
    RETURN true;
END $$;

-- Whether the journal has the author of a contribution saying that, in a batch of the author's own.
CREATE FUNCTION has_said(one contribution, payload text) RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM entry AS e JOIN batch AS b ON b.home = e.home AND b.number = e.batch
        JOIN payload AS p ON p.home = e.home AND p.batch = e.batch AND p.position = e.position
        WHERE e.home = one.home AND (e.innovation = ANY (ARRAY[one.innovation, one.origin_innovation]) OR one.innovation IS NULL AND e.innovation IS NULL)
            AND e.subject_type = 'contribution' AND e.subject_key = one.uid AND b.person_key = one.author_key
            AND (strpos(p.text, '"was":' || has_said.payload) > 0 OR strpos(p.text, '"now":' || has_said.payload) > 0));
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
-- It would tell whoever asks what stands in the journal, a letter at a time.
REVOKE EXECUTE ON FUNCTION has_said(contribution, text) FROM PUBLIC;

-- A row of another table is looked up by its key, as a scalar: of an EXISTS the server would rather make a list of all
-- that there is first.

GRANT SELECT ON version, home TO PUBLIC;
CREATE POLICY reading ON version FOR SELECT USING (true);
-- One's own, so that nobody of one home need say which; who has none is told of which he is nobody.
CREATE POLICY reading ON home FOR SELECT USING (home = ANY ((SELECT homes_as('staff'))::text[]) OR (SELECT homes_as('staff') = '{}'));

GRANT SELECT, INSERT, UPDATE ON document TO PUBLIC;
CREATE POLICY reading ON document FOR SELECT USING (home = ANY ((SELECT homes_as('staff'))::text[]));
-- Imports by leads keep further columns as fields.
CREATE POLICY adding ON document FOR INSERT WITH CHECK (
    home = ANY ((SELECT homes_as('admin'))::text[]) OR name = 'columns' AND home = ANY ((SELECT homes_as('lead'))::text[]));
CREATE POLICY changing ON document FOR UPDATE USING (
    home = ANY ((SELECT homes_as('admin'))::text[]) OR name = 'columns' AND home = ANY ((SELECT homes_as('lead'))::text[]));

GRANT SELECT, INSERT, UPDATE ON person TO PUBLIC;
CREATE POLICY reading ON person FOR SELECT USING (home = ANY ((SELECT homes_as('staff'))::text[]));
-- Leads add those whom imports name as authors, and who never act.
CREATE POLICY adding ON person FOR INSERT WITH CHECK (
    home = ANY ((SELECT homes_as('admin'))::text[]) OR login IS NULL AND role = 'staff' AND home = ANY ((SELECT homes_as('lead'))::text[]));
CREATE POLICY changing ON person FOR UPDATE USING (home = ANY ((SELECT homes_as('admin'))::text[]));

GRANT SELECT, INSERT, UPDATE ON innovation TO PUBLIC;
CREATE POLICY reading ON innovation FOR SELECT USING (may_see(
    home, submitter_key, visibility, held, (SELECT homes_as('staff') <> '{}'), (SELECT homes_as('staff')), (SELECT homes_as('lead')),
    (SELECT my_keys()), (SELECT my_mates())));
CREATE POLICY adding ON innovation FOR INSERT WITH CHECK (
    home = ANY ((SELECT homes_as('lead'))::text[])
    OR stage = 'submitted' AND visibility <> 'everyone' AND source IS NULL AND source_id IS NULL AND speaks_for(home, submitter_key, submitter));
CREATE POLICY changing ON innovation FOR UPDATE
    USING (home = ANY ((SELECT homes_as('lead'))::text[]) OR home || '/' || submitter_key = ANY ((SELECT my_keys())::text[]))
    WITH CHECK (may_become(innovation));

GRANT SELECT, INSERT, DELETE ON tag TO PUBLIC;
CREATE POLICY reading ON tag FOR SELECT USING (
    home = ANY ((SELECT homes_as('lead'))::text[]) OR (SELECT true FROM innovation AS i WHERE i.home = tag.home AND i.number = tag.innovation));
CREATE POLICY adding ON tag FOR INSERT WITH CHECK (
    home = ANY ((SELECT homes_as('lead'))::text[]) OR (SELECT true FROM innovation AS i
        WHERE i.home = tag.home AND i.number = tag.innovation AND i.home || '/' || i.submitter_key = ANY ((SELECT my_keys())::text[])));
CREATE POLICY removing ON tag FOR DELETE USING (
    home = ANY ((SELECT homes_as('lead'))::text[]) OR (SELECT true FROM innovation AS i
        WHERE i.home = tag.home AND i.number = tag.innovation AND i.home || '/' || i.submitter_key = ANY ((SELECT my_keys())::text[])));

-- Made of contributions, by whoever contributes; `verify` makes them anew.
GRANT SELECT, INSERT, DELETE ON signal TO PUBLIC;
CREATE POLICY reading ON signal FOR SELECT USING (
    home = ANY ((SELECT homes_as('lead'))::text[]) OR (SELECT true FROM innovation AS i WHERE i.home = signal.home AND i.number = signal.innovation));
CREATE POLICY adding ON signal FOR INSERT WITH CHECK (home = ANY ((SELECT homes_as('staff'))::text[]) AND (
    home = ANY ((SELECT homes_as('lead'))::text[]) OR (SELECT true FROM innovation AS i WHERE i.home = signal.home AND i.number = signal.innovation)));
CREATE POLICY removing ON signal FOR DELETE USING (home = ANY ((SELECT homes_as('staff'))::text[]) AND (
    home = ANY ((SELECT homes_as('lead'))::text[]) OR (SELECT true FROM innovation AS i WHERE i.home = signal.home AND i.number = signal.innovation)));

GRANT SELECT, INSERT, UPDATE ON words TO PUBLIC;
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
    AND (innovation IS NULL OR (SELECT true FROM innovation AS i WHERE i.home = contribution.home AND i.number = contribution.innovation)));

GRANT SELECT, INSERT ON batch, entry, payload, seal TO PUBLIC;
CREATE POLICY reading ON batch FOR SELECT USING (home = ANY ((SELECT homes_as('staff'))::text[]));
CREATE POLICY adding ON batch FOR INSERT WITH CHECK (home = ANY ((SELECT founded())::text[])
    OR home || '/' || number = ANY ((SELECT open_batches())::text[]) AND account = session_user AND speaks_for(home, person_key, person));

CREATE POLICY reading ON entry FOR SELECT USING (
    home = ANY ((SELECT homes_as('lead'))::text[])
    OR home = ANY ((SELECT homes_as('staff'))::text[]) AND (
        (SELECT true FROM batch AS b WHERE b.home = entry.home AND b.number = entry.batch AND b.home || '/' || b.person_key = ANY ((SELECT my_keys())::text[]))
        OR (SELECT true FROM innovation AS i WHERE i.home = entry.home AND i.number = entry.innovation)
            AND (subject_type <> 'contribution' OR (SELECT true FROM contribution AS c WHERE c.home = entry.home AND c.uid = entry.subject_key))
        OR subject_type = 'person' AND (SELECT true FROM person AS p WHERE p.home = entry.home AND p.name = entry.subject_key AND p.login = login() LIMIT 1)));
CREATE POLICY adding ON entry FOR INSERT WITH CHECK (
    home || '/' || batch = ANY ((SELECT open_batches())::text[]) OR home = ANY ((SELECT founded())::text[]));

CREATE POLICY reading ON payload FOR SELECT USING (
    home = ANY ((SELECT homes_as('lead'))::text[])
    OR (SELECT true FROM entry AS e WHERE e.home = payload.home AND e.batch = payload.batch AND e.position = payload.position)
        AND NOT is_concealed(home, batch, position));
CREATE POLICY adding ON payload FOR INSERT WITH CHECK (
    home || '/' || batch = ANY ((SELECT open_batches())::text[]) OR home = ANY ((SELECT founded())::text[]));

CREATE POLICY reading ON seal FOR SELECT USING (home = ANY ((SELECT homes_as('staff'))::text[]));
CREATE POLICY adding ON seal FOR INSERT WITH CHECK (home = ANY ((SELECT homes_as('staff'))::text[]));

-- Nobody else's, whoever leads; a registry that moves here brings everybody's into the home that it makes.
GRANT SELECT, INSERT, UPDATE, DELETE ON draft, mark TO PUBLIC;
CREATE POLICY own ON draft USING (home || '/' || owner_key = ANY ((SELECT my_keys())::text[]) OR home = ANY ((SELECT newly_made())::text[]));
CREATE POLICY own ON mark USING (home || '/' || owner_key = ANY ((SELECT my_keys())::text[]) OR home = ANY ((SELECT newly_made())::text[]));

GRANT SELECT, INSERT, UPDATE, DELETE ON imported TO PUBLIC;
CREATE POLICY own ON imported USING (home = ANY ((SELECT homes_as('lead'))::text[]));
