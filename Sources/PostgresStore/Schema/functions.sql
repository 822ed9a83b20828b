-- A text by the key by which names are compared: case does not count, in any alphabet.
CREATE FUNCTION fold(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN lower(normalize(given, NFC) COLLATE "und-x-icu") COLLATE "C";

-- The values of an answer: one of a text or a number, each of a list's, none where there is no answer.
CREATE FUNCTION values_of(fields jsonb, name text) RETURNS SETOF jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 1
    AS $$ SELECT v FROM jsonb_array_elements(CASE WHEN fields -> name IS NULL THEN '[]'::jsonb
        WHEN jsonb_typeof(fields -> name) = 'array' THEN fields -> name ELSE jsonb_build_array(fields -> name) END) AS v $$;

-- Numbers are sequences', one for the innovations of a home and one for its batches: given out outside of the
-- transaction, never twice, and without one writer waiting for another.
CREATE FUNCTION sequence_of(home text, what text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN format('practice.%I', what || '.' || CASE WHEN length(home) > 50 THEN left(home, 18) || md5(home) ELSE home END);

-- The first of so many numbers that follow one another. Single ones are given out at the same time; whoever takes many
-- waits for those and they for him, for a moment.
CREATE FUNCTION reserve(home text, what text, count bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    name regclass := sequence_of(home, what)::regclass;
    gate bigint := hashtextextended(what || '.' || home, 20);
    alone boolean := count > 1;
    top bigint;
    first bigint;
BEGIN
    PERFORM needs(home, 'staff');
    IF count NOT BETWEEN 1 AND 10000000 THEN RAISE numeric_value_out_of_range; END IF;
    IF alone THEN PERFORM pg_advisory_lock(gate); ELSE PERFORM pg_advisory_lock_shared(gate); END IF;
    first := nextval(name);
    -- Rows that came with a number of their own, as a restored registry's do, can be ahead of the sequence. Only then is it set,
    -- and by one at a time: what others were given meanwhile would be given out again.
    IF what = 'batch' THEN SELECT max(b.number) INTO top FROM batch AS b WHERE b.home = reserve.home;
    ELSE SELECT max(i.number) INTO top FROM innovation AS i WHERE i.home = reserve.home; END IF;
    IF top > pg_sequence_last_value(name) THEN
        IF NOT alone THEN
            PERFORM pg_advisory_unlock_shared(gate);
            PERFORM pg_advisory_lock(gate);
            alone := true;
        END IF;
        IF top > pg_sequence_last_value(name) THEN PERFORM setval(name, top); END IF;
        first := nextval(name);
    END IF;
    IF count > 1 THEN PERFORM setval(name, first + count - 1); END IF;
    -- Held until the transaction ends: what `settled` reads.
    IF what = 'batch' THEN PERFORM pg_advisory_xact_lock_shared(hashtext('batch.' || home), (first & 2147483647)::int); END IF;
    IF alone THEN PERFORM pg_advisory_unlock(gate); ELSE PERFORM pg_advisory_unlock_shared(gate); END IF;
    RETURN first;
END $$;

-- The number up to which no batch is still being made: those up to it are there, or never will be.
CREATE FUNCTION settled(home text) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    gate bigint := hashtextextended('batch.' || home, 20);
    last bigint;
    open bigint;
BEGIN
    PERFORM needs(home, 'staff');
    -- Nobody is between a number and its lock meanwhile.
    PERFORM pg_advisory_lock(gate);
    EXECUTE format('SELECT last_value - (NOT is_called)::int FROM %s', sequence_of(home, 'batch')) INTO last;
    SELECT min(l.objid::bigint) INTO open FROM pg_locks AS l
        WHERE l.locktype = 'advisory' AND l.objsubid = 2 AND l.classid = (hashtext('batch.' || home)::bigint & 4294967295)::oid
            AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database());
    PERFORM pg_advisory_unlock(gate);
    -- Batches of an archive have come without one.
    RETURN coalesce(open - 1, greatest(last, (SELECT max(b.number) FROM batch AS b WHERE b.home = settled.home)));
END $$;

-- Keeps an innovation from being changed by others until the transaction ends, so that its signals and gates are made
-- of what is there. Whoever contributes to it may do so, and could not change the row.
CREATE FUNCTION hold(home text, number bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    PERFORM needs(home, 'staff');
    PERFORM FROM innovation AS i WHERE i.home = hold.home AND i.number = hold.number FOR NO KEY UPDATE;
END $$;

-- The next ordinal of a kind on an innovation: it counts on from the last one given out, or from the largest in use, as a
-- restored registry has rows that were numbered elsewhere. It is the innovation's, which is held; a rollback takes it
-- back, which nobody has seen then.
CREATE FUNCTION reserve_ordinal(home text, kind text, innovation bigint) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = practice, pg_temp AS $$
#variable_conflict use_column
DECLARE
    largest bigint;
    given bigint;
BEGIN
    PERFORM needs(reserve_ordinal.home, 'staff');
    SELECT coalesce(max(c.ordinal), 0) INTO largest FROM contribution AS c WHERE c.home = reserve_ordinal.home
        AND c.origin_innovation = reserve_ordinal.innovation AND c.kind = reserve_ordinal.kind;
    INSERT INTO counter AS c (home, name, innovation, last)
        VALUES (reserve_ordinal.home, 'ordinal ' || reserve_ordinal.kind, reserve_ordinal.innovation, largest + 1)
        ON CONFLICT (home, name, innovation) DO UPDATE SET last = greatest(c.last + 1, excluded.last) RETURNING c.last INTO given;
    RETURN given;
END $$;

-- Makes a home: the first by one who may make things in this database, a further one by an admin of another.
CREATE FUNCTION found_home(home text, created text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = practice, pg_temp AS $$
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
    RETURN true;
END $$;

-- Takes out all that a home has but its name and people's drafts, before an archive takes its place: an admin's, and
-- only where nobody has put anything in yet. False where somebody has.
CREATE FUNCTION empty_home(home text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    one text;
BEGIN
    PERFORM needs(home, 'admin');
    IF EXISTS (SELECT FROM innovation AS i WHERE i.home = empty_home.home) THEN RETURN false; END IF;
    FOREACH one IN ARRAY '{document,person,counter,tag,signal,contribution,batch,entry,payload,seal,mark,imported,innovation}'::text[] LOOP
        EXECUTE format('DELETE FROM %I WHERE home = $1', one) USING home;
    END LOOP;
    UPDATE home AS h SET emptying = pg_current_xact_id() WHERE h.home = empty_home.home;
    RETURN true;
END $$;

-- Erases what entries say; their digests and links stay.
CREATE FUNCTION redact(home text, batches text[], positions bigint[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    PERFORM needs(home, 'admin');
    DELETE FROM payload AS p USING unnest(batches, positions) AS r (batch, position), batch AS b
        WHERE b.home = redact.home AND b.uid = r.batch AND p.home = b.home AND p.batch = b.number AND p.position = r.position;
END $$;
