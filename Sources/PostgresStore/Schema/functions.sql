-- A text by the key by which names are compared (Person.key): case does not count, in any alphabet, and a sigma is one
-- wherever it stands in a word.
CREATE FUNCTION fold(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN translate(lower(normalize(given, NFC) COLLATE "und-x-icu") COLLATE "C", 'ς', 'σ');

-- The values of an answer: one of a text or a number, each of a list's, none where there is no answer.
CREATE FUNCTION values_of(fields jsonb, name text) RETURNS SETOF jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 1
    AS $$ SELECT v FROM jsonb_array_elements(CASE WHEN fields -> name IS NULL THEN '[]'::jsonb
        WHEN jsonb_typeof(fields -> name) = 'array' THEN fields -> name ELSE jsonb_build_array(fields -> name) END) AS v $$;

-- Numbers are sequences', one for the innovations of a home and one for its batches: given out outside of the
-- transaction, never twice, and without one writer waiting for another.
CREATE FUNCTION sequence_of(home text, what text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN format('practice.%I', what || '.' || CASE WHEN length(home) > 50 THEN left(home, 18) || md5(home) ELSE home END);

-- A key of the server's locks that stands for a number of a home's batches: hashes of homes above it, so that those of one
-- home sort as the numbers do.
CREATE FUNCTION batch_lock(home text, number bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((hashtext('batch.' || home) & 1048575)::bigint << 43) + number;

-- A number that was given to nobody. Nothing is held by it, and nothing left behind when a statement fails.
CREATE FUNCTION next_number(home text, what text) RETURNS bigint LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    name regclass := sequence_of(home, what)::regclass;
    top bigint;
    given bigint;
BEGIN
    LOOP
        given := nextval(name);
        -- Rows that came with a number of their own, as a restored registry's do, are ahead of the sequence; those that others
        -- have kept meanwhile are not.
        IF what = 'batch' THEN SELECT max(b.number) INTO top FROM batch AS b WHERE b.home = next_number.home;
        ELSE SELECT max(i.number) INTO top FROM innovation AS i WHERE i.home = next_number.home; END IF;
        EXIT WHEN top IS NULL OR given > top OR top <= pg_sequence_last_value(name);
        BEGIN
            -- One at a time moves it on, so that nobody moves it back.
            PERFORM FROM latch AS l WHERE l.home = next_number.home AND l.name = 'numbers' FOR UPDATE;
            IF pg_sequence_last_value(name) < top THEN PERFORM setval(name, top); END IF;
            RAISE SQLSTATE 'PR001';
        EXCEPTION WHEN SQLSTATE 'PR001' THEN
            -- Lets go of the latch at once; the sequence stays where it was moved.
        END;
    END LOOP;
    RETURN given;
END $$;

CREATE FUNCTION reserve(home text, what text) RETURNS bigint LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    before bigint;
    is_signed boolean;
BEGIN
    PERFORM needs(home, 'staff');
    IF what = 'batch' THEN
        -- The sign that a batch is being made, held until the transaction ends. It is set before the number is given, and at a
        -- lower one, so that who reads how far they are given out meets it (`settled`). It hinders nobody; so where somebody
        -- holds it alone, who would hold others up, the one below will do.
        before := coalesce(pg_sequence_last_value(sequence_of(home, what)::regclass), 0);
        FOR low IN REVERSE before + 1 .. greatest(before - 98, 1) LOOP
            is_signed := pg_try_advisory_xact_lock_shared(batch_lock(home, low));
            EXIT WHEN is_signed;
        END LOOP;
        -- Without it seals and readers of news would pass this batch by before it is there, for good.
        IF NOT is_signed THEN RAISE lock_not_available USING MESSAGE = 'somebody holds all signs that a batch is being made'; END IF;
    END IF;
    RETURN next_number(home, what);
END $$;

-- Says how many entries a batch has that this transaction has begun, and what their last link is: of an import that is known
-- only at its end.
CREATE FUNCTION close_batch(home text, number bigint, count bigint, head bytea) RETURNS void LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    IF NOT (home || '/' || number = ANY (begun_batches()) OR is_above()) THEN
        RAISE insufficient_privilege USING MESSAGE = 'this batch is somebody else''s, or was made before';
    END IF;
    UPDATE batch AS b SET count = close_batch.count, head = close_batch.head WHERE b.home = close_batch.home AND b.number = close_batch.number;
END $$;

-- Numbers for innovations of an import, rising: what comes in meanwhile may have some between them.
CREATE FUNCTION reserve_many(home text, count bigint) RETURNS bigint[] LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    name regclass := sequence_of(home, 'innovation')::regclass;
    first bigint;
BEGIN
    PERFORM needs(home, 'lead');
    IF count NOT BETWEEN 1 AND 100000 THEN RAISE numeric_value_out_of_range; END IF;
    first := next_number(home, 'innovation');
    RETURN first || ARRAY(SELECT nextval(name) FROM generate_series(2, count));
END $$;

-- The number up to which no batch is still being made: those up to it are there, or never will be.
CREATE FUNCTION settled(home text) RETURNS bigint LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    last bigint;
    open bigint;
BEGIN
    PERFORM needs(home, 'staff');
    -- In this order: of a number that is given out by now, the sign was set before.
    last := coalesce(pg_sequence_last_value(sequence_of(home, 'batch')::regclass), 0);
    SELECT min((l.classid::bigint << 32) + l.objid::bigint - batch_lock(settled.home, 0)) INTO open FROM pg_locks AS l
        WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND (l.classid::bigint << 32) + l.objid::bigint >> 43 = batch_lock(settled.home, 0) >> 43
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database());
    -- Batches of an archive have come without one.
    RETURN coalesce(open - 1, greatest(last, (SELECT max(b.number) FROM batch AS b WHERE b.home = settled.home)));
END $$;

-- Lets one at a time do something in a home until the transaction ends. False where somebody else does it and `waits` is not
-- asked for.
CREATE FUNCTION hold_latch(home text, name text, waits boolean) RETURNS boolean LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    PERFORM needs(home, 'staff');
    IF name NOT IN ('documents', 'people', 'seal', 'undo') THEN RAISE insufficient_privilege; END IF;
    IF waits THEN PERFORM FROM latch AS l WHERE l.home = hold_latch.home AND l.name = hold_latch.name FOR UPDATE;
    ELSE PERFORM FROM latch AS l WHERE l.home = hold_latch.home AND l.name = hold_latch.name FOR UPDATE SKIP LOCKED; END IF;
    RETURN FOUND;
END $$;

-- Keeps an innovation from being changed by others until the transaction ends, so that its signals and gates are made
-- of what is there. Whoever contributes to it may do so, and could not change the row.
CREATE FUNCTION hold(home text, number bigint) RETURNS void LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    PERFORM needs(home, 'staff');
    PERFORM FROM innovation AS i WHERE i.home = hold.home AND i.number = hold.number FOR NO KEY UPDATE;
END $$;

-- The next ordinal of a kind on an innovation: it counts on from the last one given out, or from the largest in use, as a
-- restored registry has rows that were numbered elsewhere. It is the innovation's, which is held; a rollback takes it
-- back, which nobody has seen then.
CREATE FUNCTION reserve_ordinal(home text, kind text, innovation bigint) RETURNS bigint LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
#variable_conflict use_column
DECLARE
    largest bigint;
    given bigint;
BEGIN
    PERFORM needs(reserve_ordinal.home, 'staff');
    IF NOT (is_above() OR EXISTS (SELECT FROM innovation AS i WHERE i.home = reserve_ordinal.home AND i.number = reserve_ordinal.innovation
        AND may_see(i.home, i.submitter_key, i.visibility, i.held, true, homes_as('staff'), homes_as('lead'), my_keys(), my_mates()))) THEN
        RAISE insufficient_privilege USING MESSAGE = 'there is no such innovation for this login';
    END IF;
    SELECT coalesce(max(c.ordinal), 0) INTO largest FROM contribution AS c WHERE c.home = reserve_ordinal.home
        AND c.origin_innovation = reserve_ordinal.innovation AND c.kind = reserve_ordinal.kind;
    INSERT INTO counter AS c (home, name, innovation, last)
        VALUES (reserve_ordinal.home, 'ordinal ' || reserve_ordinal.kind, reserve_ordinal.innovation, largest + 1)
        ON CONFLICT (home, name, innovation) DO UPDATE SET last = greatest(c.last + 1, excluded.last) RETURNING c.last INTO given;
    RETURN given;
END $$;

-- Makes a home: the first by one who may make things in this database, a further one by an admin of another.
CREATE FUNCTION found_home(home text, created text) RETURNS boolean LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    IF NOT is_above() AND (CASE WHEN EXISTS (SELECT FROM home) THEN homes_as('admin') = '{}'
        ELSE NOT has_database_privilege(login(), current_database(), 'CREATE') END) THEN
        RAISE insufficient_privilege USING MESSAGE = format('%s may not make a home here', login());
    END IF;
    IF home !~ '^[a-z][a-z0-9-]{0,62}$' THEN RAISE check_violation USING MESSAGE = 'this cannot be the name of a home'; END IF;
    INSERT INTO home VALUES (home, created, pg_current_xact_id()) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN RETURN false; END IF;
    EXECUTE format('CREATE SEQUENCE %s', sequence_of(home, 'innovation'));
    EXECUTE format('CREATE SEQUENCE %s', sequence_of(home, 'batch'));
    INSERT INTO latch SELECT found_home.home, n FROM unnest('{documents,people,seal,numbers,undo}'::text[]) AS n;
    RETURN true;
END $$;

-- Takes out all that a home has but its name and people's drafts, before an archive takes its place: an admin's, and
-- only where nothing of anybody else is lost: nobody has put anything in or has taken a number for it, no other admin is there,
-- and of others no more than their names. False elsewhere.
CREATE FUNCTION empty_home(home text) RETURNS boolean LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    one text;
BEGIN
    PERFORM needs(home, 'admin');
    IF EXISTS (SELECT FROM innovation AS i WHERE i.home = empty_home.home)
        OR EXISTS (SELECT FROM contribution AS c WHERE c.home = empty_home.home) THEN RETURN false; END IF;
    IF NOT is_above() AND (pg_sequence_last_value(sequence_of(home, 'innovation')::regclass) IS NOT NULL
        OR EXISTS (SELECT FROM person AS p WHERE p.home = empty_home.home AND p.role = 'admin' AND p.login IS DISTINCT FROM login())
        OR EXISTS (SELECT FROM batch AS b WHERE b.home = empty_home.home AND NOT b.home || '/' || b.person_key = ANY (my_keys()))
        OR EXISTS (SELECT FROM draft AS d WHERE d.home = empty_home.home AND NOT d.home || '/' || d.owner_key = ANY (my_keys()))
        OR EXISTS (SELECT FROM mark AS m WHERE m.home = empty_home.home AND NOT m.home || '/' || m.owner_key = ANY (my_keys()))) THEN RETURN false; END IF;
    FOREACH one IN ARRAY '{document,person,counter,tag,signal,contribution,batch,entry,payload,seal,mark,imported,innovation}'::text[] LOOP
        EXECUTE format('DELETE FROM %I WHERE home = $1', one) USING home;
    END LOOP;
    UPDATE home AS h SET emptying = pg_current_xact_id() WHERE h.home = empty_home.home;
    RETURN true;
END $$;

-- Erases what entries say; their digests and links stay. Who does so has said so before: in a batch of the same transaction,
-- which says of each subject that it is redacted.
CREATE FUNCTION redact(home text, batches text[], positions bigint[]) RETURNS void LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    PERFORM needs(home, 'admin');
    IF NOT is_above() AND EXISTS (SELECT FROM unnest(batches, positions) AS r (batch, position)
        JOIN batch AS b ON b.home = redact.home AND b.uid = r.batch
        JOIN entry AS e ON e.home = redact.home AND e.batch = b.number AND e.position = r.position
        WHERE NOT EXISTS (SELECT FROM batch AS mine JOIN entry AS said ON said.home = redact.home AND said.batch = mine.number
            WHERE mine.home = redact.home AND mine.home || '/' || mine.number = ANY (open_batches()) AND said.action = 'redacted'
                AND said.subject_type = e.subject_type AND said.subject_key = e.subject_key)) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a redaction is journaled by who makes it, in the same transaction';
    END IF;
    DELETE FROM payload AS p USING unnest(batches, positions) AS r (batch, position), batch AS b
        WHERE b.home = redact.home AND b.uid = r.batch AND p.home = b.home AND p.batch = b.number AND p.position = r.position;
END $$;

-- What is taken away is taken away here: who may take rows out of a table may also lock all of it.
CREATE FUNCTION clear_tags(home text, innovation bigint) RETURNS void LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    IF NOT (is_above() OR home = ANY (homes_as('lead')) OR EXISTS (SELECT FROM innovation AS i
        WHERE i.home = clear_tags.home AND i.number = clear_tags.innovation AND i.home || '/' || i.submitter_key = ANY (my_keys()))) THEN RETURN; END IF;
    DELETE FROM tag AS t WHERE t.home = clear_tags.home AND t.innovation = clear_tags.innovation;
END $$;

CREATE FUNCTION clear_signals(home text, innovation bigint) RETURNS void LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    IF NOT (is_above() OR home = ANY (homes_as('staff')) AND EXISTS (SELECT FROM innovation AS i
        WHERE i.home = clear_signals.home AND i.number = clear_signals.innovation
            AND may_see(i.home, i.submitter_key, i.visibility, i.held, true, homes_as('staff'), homes_as('lead'), my_keys(), my_mates()))) THEN RETURN; END IF;
    DELETE FROM signal AS s WHERE s.home = clear_signals.home AND s.innovation = clear_signals.innovation;
END $$;

CREATE FUNCTION forget_draft(home text, uid text) RETURNS void LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    DELETE FROM draft AS d WHERE d.home = forget_draft.home AND d.uid = forget_draft.uid AND (is_above() OR d.home || '/' || d.owner_key = ANY (my_keys()));
END $$;

CREATE FUNCTION forget_imports(home text, innovation bigint) RETURNS void LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    DELETE FROM imported AS i WHERE i.home = forget_imports.home AND i.innovation = forget_imports.innovation AND (is_above() OR i.home = ANY (homes_as('lead')));
END $$;
