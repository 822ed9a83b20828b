-- Who asks, and what they are here: what functions and policies go by. Each is asked once a statement, and answers with
-- an array, so that a row is judged by what the statement knows already.
--
-- The owner of all this is no login. Its functions (SECURITY DEFINER) see every row, and decide themselves.

-- The login, or the role that it took on by SET ROLE, which the server lets only that role's members do. Within a
-- function of the owner's, current_user is the owner.
CREATE FUNCTION login() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE current_setting('role') WHEN 'none' THEN session_user::text ELSE current_setting('role') END;

-- Whoever the server's own policies do not bind.
CREATE FUNCTION is_above() RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    RETURN coalesce((SELECT r.rolsuper OR r.rolbypassrls FROM pg_roles AS r WHERE r.rolname = login()), false);
END $$;

-- The homes that were made, or emptied for an archive, in this transaction: who does so writes what others once wrote.
CREATE FUNCTION founded() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    IF pg_current_xact_id_if_assigned() IS NULL THEN RETURN '{}'; END IF;
    -- Another server counts its transactions from elsewhere, and may come to the same number once more: of a row that
    -- was restored there, the server itself knows which transaction wrote it.
    RETURN ARRAY(SELECT h.home FROM home AS h WHERE pg_current_xact_id_if_assigned() IN (h.founding, h.emptying)
        AND h.xmin = pg_current_xact_id_if_assigned()::xid);
END $$;

-- Those that were made in it, where nobody can have anything of their own yet.
CREATE FUNCTION newly_made() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    IF pg_current_xact_id_if_assigned() IS NULL THEN RETURN '{}'; END IF;
    RETURN ARRAY(SELECT h.home FROM home AS h WHERE h.founding = pg_current_xact_id_if_assigned()
        AND h.xmin = pg_current_xact_id_if_assigned()::xid);
END $$;

-- The homes where the login is a person of at least that role.
CREATE FUNCTION homes_as(lowest text) RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    RETURN ARRAY(SELECT p.home FROM person AS p WHERE p.login = login() AND p.role = ANY (
        CASE lowest WHEN 'admin' THEN '{admin}' WHEN 'lead' THEN '{lead,admin}' ELSE '{staff,lead,admin}' END::text[])) || founded();
END $$;

-- Whom the login is, as HOME/KEY. No home's name has a slash.
CREATE FUNCTION my_keys() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    RETURN ARRAY(SELECT p.home || '/' || p.key FROM person AS p WHERE p.login = login());
END $$;

-- Those who are in a team with the login, as HOME/KEY.
CREATE FUNCTION my_mates() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    RETURN ARRAY(SELECT p.home || '/' || p.key FROM person AS me JOIN person AS p ON p.home = me.home AND p.team_key = me.team_key
        WHERE me.login = login());
END $$;

-- Whether the login may write as that person of that name: its own. Founding records have words of somebody who has no login;
-- so an admin may write as such a one while the home is new, and has seen nothing but that admin's first few batches.
CREATE FUNCTION speaks_for(home text, key text, name text) RETURNS boolean LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    RETURN EXISTS (SELECT FROM person AS p WHERE p.home = speaks_for.home AND p.key = speaks_for.key AND p.name = speaks_for.name
        AND (p.login = login() OR p.login IS NULL AND p.home = ANY (homes_as('admin')) AND NOT EXISTS (SELECT FROM batch AS b
            WHERE b.home = speaks_for.home AND (b.number > 10 OR NOT b.home || '/' || b.person_key = ANY (my_keys())))));
END $$;

CREATE FUNCTION needs(home text, lowest text) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    IF home = ANY (homes_as(lowest)) OR is_above() THEN RETURN; END IF;
    RAISE insufficient_privilege USING MESSAGE = format('%s is no %s of %s', login(), lowest, home);
END $$;

-- The batches that this session was given a number for and that no earlier transaction has kept, as HOME/NUMBER: only to
-- these are entries added, so that none comes to a batch of old, or into somebody else's.
CREATE FUNCTION open_batches() RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    open text[] := '{}';
    mine text;
    given bigint;
BEGIN
    FOREACH mine IN ARRAY homes_as('staff') LOOP
        BEGIN
            given := currval(to_regclass(sequence_of(mine, 'batch')));
            IF given IS NOT NULL AND NOT EXISTS (SELECT FROM batch AS b WHERE b.home = mine AND b.number = given
                AND b.xmin IS DISTINCT FROM pg_current_xact_id_if_assigned()::xid) THEN
                open := open || (mine || '/' || given);
            END IF;
        EXCEPTION WHEN object_not_in_prerequisite_state THEN
            -- This session was given none of that home's.
        END;
    END LOOP;
    RETURN open;
END $$;

-- The last number of an innovation that was given out in each of the login's homes: who takes another would be met by all
-- whom the numbers reach later.
CREATE FUNCTION given_numbers() RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    RETURN (SELECT jsonb_object_agg(h, pg_sequence_last_value(sequence_of(h, 'innovation')::regclass)) FROM unnest(homes_as('staff')) AS h);
END $$;

-- Viewer.maySee, of a row of innovation. It becomes part of the question, as long as it names each array once.
CREATE FUNCTION may_see(
    home text, submitter_key text, visibility text, held text, known boolean, mine text[], led text[], keys text[], mates text[]
) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN home = ANY (led) OR held IS NULL AND (
            visibility = 'home' AND home = ANY (mine) OR visibility = 'everyone' AND known
            OR visibility = 'team' AND home || '/' || submitter_key = ANY (mates))
        OR home || '/' || submitter_key = ANY (keys);

-- Registry.concealed: whether what an entry says is kept from whoever is no lead, since its subject was held just before or
-- just after it. What was edited out before a lead cleared it does not come back through the journal; authors read their own.
--
-- A payload is canonical JSON, in which no text can hold a quote that stands for itself: so these pieces of it are nothing
-- but what they seem. Behind a comma something was held, at a bracket it was no longer. Who may say so, `may_hold` tells.
--
-- Of what a login may not see, and of what is not there, it is told the same.
CREATE FUNCTION is_concealed(home text, batch bigint, place bigint) RETURNS boolean LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER
    SET search_path = practice, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    one entry;
    mine text[] := my_keys();
    is_own boolean;
    is_seen boolean;
BEGIN
    IF NOT (home = ANY (homes_as('staff')) OR is_above()) THEN RETURN true; END IF;
    SELECT e.* INTO one FROM entry AS e WHERE e.home = is_concealed.home AND e.batch = is_concealed.batch AND e.position = is_concealed.place;
    IF NOT FOUND THEN RETURN true; END IF;
    IF one.innovation IS NULL THEN RETURN false; END IF;
    SELECT i.home || '/' || i.submitter_key = ANY (mine), i.home || '/' || i.submitter_key = ANY (mine) OR i.held IS NULL AND (
            i.visibility IN ('home', 'everyone') OR i.visibility = 'team' AND i.home || '/' || i.submitter_key = ANY (my_mates())) INTO is_own, is_seen
        FROM innovation AS i WHERE i.home = one.home AND i.number = one.innovation;
    IF one.subject_type = 'contribution' THEN
        SELECT c.home || '/' || c.author_key = ANY (mine) INTO is_own FROM contribution AS c WHERE c.home = one.home AND c.uid = one.subject_key;
    END IF;
    IF is_own THEN RETURN false; END IF;
    IF is_seen IS NOT TRUE AND NOT EXISTS (SELECT FROM batch AS b WHERE b.home = one.home AND b.number = one.batch
        AND b.home || '/' || b.person_key = ANY (mine)) THEN RETURN true; END IF;
    -- As the last word on it before this entry has it, and as the last up to it.
    RETURN coalesce((SELECT bool_or(last.is_held) FROM (VALUES (one.position - 1), (one.position)) AS upto (place), LATERAL (
        SELECT strpos(p.text, ',"property":"held"') > 0 AS is_held FROM entry AS e
            JOIN payload AS p ON p.home = e.home AND p.batch = e.batch AND p.position = e.position
            WHERE e.home = one.home AND e.innovation = one.innovation AND e.subject_type = one.subject_type AND e.subject_key = one.subject_key
                AND (e.batch, e.position) <= (one.batch, upto.place) AND strpos(p.text, '"property":"held"') > 0
            ORDER BY e.batch DESC, e.position DESC LIMIT 1) AS last), false);
END $$;

-- Whether the login, which is no lead, may say in the journal that something is held, or is so no longer: its own, and what
-- is cleared by leads alone they alone say so of. The entry is there before its payload.
CREATE FUNCTION may_hold(home text, batch bigint, place bigint, said text) RETURNS boolean LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER
    SET search_path = practice, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    one entry;
BEGIN
    SELECT e.* INTO one FROM entry AS e WHERE e.home = may_hold.home AND e.batch = may_hold.batch AND e.position = may_hold.place;
    RETURN FOUND AND CASE one.subject_type
        WHEN 'contribution' THEN EXISTS (SELECT FROM contribution AS c WHERE c.home = one.home AND c.uid = one.subject_key
            AND c.home || '/' || c.author_key = ANY (my_keys()))
        WHEN 'innovation' THEN strpos(said, ',"property":"held"') > 0 AND EXISTS (SELECT FROM innovation AS i WHERE i.home = one.home
            AND i.number = one.innovation AND i.home || '/' || i.submitter_key = ANY (my_keys()))
        ELSE false END;
END $$;

-- What is left of a payload that is so kept from the login: which properties changed, without what they were or are, as
-- histories tell it. Nothing of one that was erased, or of an entry that it does not see.
CREATE FUNCTION veiled(home text, batch bigint, place bigint) RETURNS text LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER
    SET search_path = practice, pg_temp AS $$
#variable_conflict use_variable
BEGIN
    IF home = ANY (homes_as('lead')) OR NOT home = ANY (homes_as('staff')) OR NOT is_concealed(home, batch, place) THEN RETURN NULL; END IF;
    RETURN (SELECT '{"changes":[' || (SELECT string_agg(
                CASE WHEN said.m[1] = 'held' AND strpos(p.text, ',"property":"held"') > 0 THEN '{"now":"","property":"held"}'
                ELSE '{"property":"' || said.m[1] || '"}' END, ',' ORDER BY said.turn)
            FROM regexp_matches(p.text, '"property":"((?:[^"\\]|\\.)*)"', 'g') WITH ORDINALITY AS said (m, turn)) || ']}'
        FROM payload AS p JOIN entry AS e ON e.home = p.home AND e.batch = p.batch AND e.position = p.position
            JOIN innovation AS i ON i.home = e.home AND i.number = e.innovation
            LEFT JOIN contribution AS c ON e.subject_type = 'contribution' AND c.home = e.home AND c.uid = e.subject_key
        WHERE p.home = veiled.home AND p.batch = veiled.batch AND p.position = veiled.place AND c.held IS NULL
            AND may_see(i.home, i.submitter_key, i.visibility, i.held, true, homes_as('staff'), '{}', my_keys(), my_mates()));
END $$;
