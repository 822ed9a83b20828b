import PostgresStore
import RegistryCore
import Server
import StoreContract
import Testing

/// The form that a registry has on a Citus cluster, on a server that has only the names of what Citus does: found out is
/// what Citus would refuse, and whether that form answers as the other does.
@Suite struct DistributedFormTests {
    /// A database with functions of Citus's names that leave every table in one piece on this server.
    private static func database(on server: Server) throws -> String {
        let database = try server.database()
        _ = try server.psql(
            """
            SET allow_system_table_mods = on;
            CREATE TABLE pg_catalog.pg_dist_partition (logicalrelid regclass, partmethod "char");
            CREATE FUNCTION pg_catalog.create_reference_table(text) RETURNS void LANGUAGE sql AS $$ INSERT INTO pg_dist_partition VALUES ($1::regclass, 'n') $$;
            CREATE FUNCTION pg_catalog.create_distributed_table(text, text, colocate_with text DEFAULT '') RETURNS void LANGUAGE sql
                AS $$ INSERT INTO pg_dist_partition VALUES ($1::regclass, 'h') $$;
            CREATE TABLE public.handed_over (function text);
            CREATE FUNCTION pg_catalog.create_distributed_function(text, text, colocate_with text, force_delegation boolean) RETURNS void LANGUAGE sql
                AS $$ INSERT INTO public.handed_over VALUES ($1) $$;
            CREATE FUNCTION pg_catalog.get_shard_id_for_distribution_column(regclass, text) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT 1::bigint';
            CREATE FUNCTION pg_catalog.shard_name(regclass, bigint) RETURNS text LANGUAGE sql STABLE AS 'SELECT $1::text';
            INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion) VALUES (99999, 'citus', 10, 11, false, '13.0');
            """, in: database)
        return database
    }

    private static func made(on server: Server) throws -> String {
        let database = try database(on: server)
        try PostgresStore.create(Address(server.address(database), isVisible: false), distributed: true).close()
        return database
    }

    @Test("no policy asks another table within itself, and none knows a row by its type")
    func policies() throws {
        let server = try Server.shared.get(), database = try Self.made(on: server)
        let asking = try server.psql(
            "SELECT polrelid::regclass || ' ' || polname FROM pg_policy WHERE concat(polqual::text, polwithcheck::text) ~ 'SUBLINK|:varattno 0 '", in: database)
        #expect(asking == "")
        #expect(try server.psql("SELECT count(*) > 25 FROM pg_policy", in: database) == "t")
        let typed = try server.psql(
            """
            SELECT p.proname FROM pg_proc AS p JOIN pg_depend AS d ON d.refobjid = p.oid AND d.classid = 'pg_policy'::regclass
            WHERE EXISTS (SELECT FROM unnest(p.proargtypes) AS t JOIN pg_type AS y ON y.oid = t WHERE y.typrelid <> 0)
            """, in: database)
        #expect(typed == "", "a function that a policy calls and that depends on the policy's table")
        let changing = try server.psql(
            "SELECT p.proname FROM pg_proc AS p JOIN pg_depend AS d ON d.refobjid = p.oid AND d.classid = 'pg_policy'::regclass WHERE p.provolatile = 'v'", in: database)
        #expect(changing == "", "functions by which Citus would change no row")
        let sorted = try server.psql(
            """
            SELECT a.attrelid::regclass FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
            WHERE c.relnamespace = 'practice'::regnamespace AND c.relkind = 'r' AND a.attname = 'home' AND a.attcollation <> 'pg_catalog."default"'::regcollation
            """, in: database)
        #expect(sorted == "", "homes that are not compared as what functions are handed over for is")
    }

    @Test("functions that the owner's rights are for run where the home is, and read people and homes there")
    func functions() throws {
        let server = try Server.shared.get(), database = try Self.made(on: server)
        let here = try server.psql(
            """
            SELECT p.proname FROM pg_proc AS p WHERE p.pronamespace = 'practice'::regnamespace AND p.prosecdef
            AND p.prosrc ~ '\\m(FROM|JOIN|INTO|UPDATE) (latch|kind|document|counter|innovation|tag|signal|words|contribution|batch|entry|payload|seal|draft|mark|imported)\\M'
            AND NOT EXISTS (SELECT FROM public.handed_over AS h WHERE to_regprocedure('practice.' || h.function) = p.oid) ORDER BY 1
            """, in: database)
        // Of these policies ask, on the server where the row is.
        #expect(Set(here.split(separator: "\n")).isSubset(of: ["comes_next", "fits_by_now", "has_said", "is_merged", "is_placed", "may_become_by_now"]), "they would be asked on a server that has no home: \(here)")
        let through = try server.psql(
            """
            SELECT DISTINCT p.proname FROM pg_proc AS p JOIN public.handed_over AS h ON p.prosrc ~ format('\\m%s\\(', split_part(h.function, '(', 1))
            WHERE p.pronamespace = 'practice'::regnamespace AND p.prosecdef
            AND NOT EXISTS (SELECT FROM public.handed_over AS o WHERE to_regprocedure('practice.' || o.function) = p.oid)
            """, in: database)
        #expect(Set(through.split(separator: "\n")).isSubset(of: ["fits_by_now"]), "they would call, on a server that has no home, what asks for one: \(through)")
        let owned = try server.psql("SELECT count(*) FROM pg_class AS c WHERE relnamespace = 'practice'::regnamespace AND relkind = 'r' AND relowner <> 'practice_owner'::regrole", in: database)
        #expect(owned == "0", "tables whose maker is not bound by their policies")
        #expect(try server.psql("SELECT count(*) > 10 FROM public.handed_over", in: database) == "t")
    }

    @Test("the form of a cluster answers as every store does")
    func contract() throws {
        let server = try Server.shared.get()
        let contract = StoreContract(
            make: { try PostgresStore.create(Address(server.address(Self.database(on: server)), isVisible: false), distributed: true) },
            reopen: { try PostgresStore.open(Address($0.location, isVisible: false)) })
        // Not the one that empties a home: that is refused there.
        for one in StoreContract.cases where !one.name.contains("emptied") && !one.name.contains("wide") && !one.name.contains("any text") {
            #expect(throws: Never.self, "\(one.name)") { try contract.check(one) }
        }
    }
}
