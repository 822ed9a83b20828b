-- Imports of many rows, which leads make.

-- How many imports from a source were kept: what tells whether somebody else's came between a comparison and its rows.
CREATE FUNCTION imports_from(home text, source text) RETURNS bigint LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    PERFORM needs(home, 'lead');
    RETURN coalesce((SELECT c.last FROM counter AS c WHERE c.home = imports_from.home AND c.name = 'import ' || source AND c.innovation = 0), 0);
END $$;

-- The same as of now, counting this one; nobody else imports from that source until the transaction ends, so that none of
-- its rows comes in twice.
CREATE FUNCTION hold_imports(home text, source text) RETURNS bigint LANGUAGE plpgsql STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
#variable_conflict use_column
DECLARE
    given bigint;
BEGIN
    PERFORM needs(hold_imports.home, 'lead');
    INSERT INTO counter AS c (home, name, innovation, last) VALUES (hold_imports.home, 'import ' || hold_imports.source, 0, 1)
        ON CONFLICT (home, name, innovation) DO UPDATE SET last = c.last + 1 RETURNING c.last INTO given;
    RETURN given - 1;
END $$;

-- Sorts what was added into the index of words, and says how much that was. The server does so by itself in time; who
-- imports many has it done at once.
CREATE FUNCTION tidy_words() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = practice, pg_temp SET maintenance_work_mem = '256MB' AS $$
BEGIN
    IF homes_as('lead') = '{}' THEN RETURN 0; END IF;
    RETURN gin_clean_pending_list('words_words');
END $$;
