-- Full text, for any login. A policy on `words` would have each of its rows looked at before it is compared with what is
-- asked, and so keep the index from being used; these ask the index first, and hand over only what the login may see.

-- Whether what the login is shown of a home is what its person may see: not of one whom no policy binds, who may look
-- with the eyes of anybody.
CREATE FUNCTION is_bound(home text) RETURNS boolean LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    RETURN home = ANY (homes_as('lead')) OR NOT is_above();
END $$;

-- How many texts a home has, and how long they are: what tells how rare a word is, for whoever is of that home.
CREATE FUNCTION texts(home text, OUT count bigint, OUT average float8) LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
BEGIN
    PERFORM needs(home, 'staff');
    SELECT count(*), coalesce(avg(w.length), 0) INTO count, average FROM words AS w WHERE w.home = texts.home;
END $$;

-- In how many texts of a home that all of it may see: what counts for whom not all are shown, as who asks of every word,
-- word after word, would read the others. (The embedded engine counts all, whose file anybody who asks can read.) They are
-- few, and have an index of their own; all but them are counted by the words' index alone.
CREATE FUNCTION open_count(home text, question tsquery, led boolean) RETURNS bigint LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER SET search_path = practice, pg_temp AS $$
DECLARE
    count bigint;
BEGIN
    PERFORM needs(home, CASE WHEN led THEN 'lead' ELSE 'staff' END);
    SELECT count(*) INTO count FROM words AS w WHERE w.home = open_count.home AND w.words @@ question;
    IF led THEN RETURN count; END IF;
    RETURN count - (SELECT count(*) FROM innovation AS i JOIN words AS w ON w.home = i.home AND w.innovation = i.number
        WHERE i.home = open_count.home AND (i.visibility NOT IN ('home', 'everyone') OR i.held IS NOT NULL) AND w.words @@ question);
END $$;
