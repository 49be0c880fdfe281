using System.Diagnostics;
using Doneon.Dev;
using Ending = Doneon.Tests.Cli.DoneonProgram.Ending;

namespace Doneon.Tests.Cli;

/// <summary>A server without TLS; its authority is one that did not sign the shared server's certificate.</summary>
public sealed class ServerWithoutTls : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await PostgresServer.Start(new() { Settings = new Dictionary<string, string> { ["fsync"] = "off" } });
        await DoneonProgram.Execute(Server.Superuser(), "alter system set ssl = off");
        await Server.Restart();
    }

    public async Task DisposeAsync() => await Server.DisposeAsync();
}

/// <summary>What cannot work ends at once, with one clear line. Alone, because it measures time.</summary>
[Collection(nameof(Alone))]
public class NegativeStartTests(ServerWithoutTls withoutTls) : IClassFixture<ServerWithoutTls>
{
    internal const string Secret = "Zq1xWsecret";

    [Theory]
    [InlineData(null, "DATABASE_URL is not set")]
    [InlineData("", "DATABASE_URL is ")]
    [InlineData($"mysql://me:{Secret}@localhost/todo", "DATABASE_URL names mysql, but Doneon keeps its data in PostgreSQL only")]
    [InlineData($"localhost:5432/{Secret}", "DATABASE_URL does not begin with postgresql://")]
    [InlineData($"postgresql://me:{Secret}@localhost/todo?sslmod=require", "DATABASE_URL has the parameter \"sslmod\", which Doneon does not know")]
    [InlineData($"postgresql://me:{Secret}@db.example.org/todo?sslmode=disable", "DATABASE_URL does not demand TLS")]
    public async Task A_URL_that_cannot_be_used(string? url, string line)
    {
        var ending = await DoneonProgram.On(url);
        Refused(ending, StopException.Settings, line);
        Assert.DoesNotContain(Secret, ending.Output + ending.Error);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_database()
    {
        var server = await TestHost.SharedCluster;
        Refused(await DoneonProgram.On(server.Url.Replace(server.Password, Secret)), StopException.Database,
            "password authentication failed for user \"doneon\" (SQLSTATE 28P01). Check user and password in DATABASE_URL");
        Refused(await DoneonProgram.On(server.UrlFor("nowhere")), StopException.Database, "database \"nowhere\" does not exist");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_waited_for_only_as_long_as_told()
    {
        var url = $"postgresql://me:{Secret}@localhost:{Ports.Free()}/todo";
        var ending = await DoneonProgram.Run([], new() { ["DATABASE_URL"] = url, ["DB_WAIT_SECONDS"] = "1" });
        Refused(ending, StopException.Database, "Connection refused. Check host and port in DATABASE_URL and that the server runs");
        Assert.Contains("does not answer yet", ending.Output);
    }

    [Fact]
    public async Task A_server_that_offers_no_TLS() =>
        Refused(await DoneonProgram.On(withoutTls.Server.Url), StopException.Database, "The server offers no TLS: switch it on there");

    [Fact]
    public async Task A_certificate_of_an_authority_that_is_not_trusted()
    {
        var server = await TestHost.SharedCluster;
        Refused(await DoneonProgram.On(server.Url.Replace(server.CaFile, withoutTls.Server.CaFile)), StopException.Database,
            "TLS failed: the server's certificate is not trusted, or made out for another name. Check that sslrootcert names the authority that signed it");
    }

    [Theory, InlineData("verify"), InlineData("apply")]
    public async Task A_schema_that_differs_by_one_column(string migrate)
    {
        var server = await TestHost.SharedCluster;
        var database = await DoneonProgram.Database(server, migrated: true);
        await DoneonProgram.Execute(database, "alter table session alter column device type varchar(300)");
        Refused(await DoneonProgram.Run([], new() { ["DATABASE_URL"] = server.UrlFor(database.Database!), ["MIGRATE"] = migrate }),
            StopException.Schema, "the database is not as Doneon needs it: column session.device is character varying(300)");
    }

    [Fact]
    public async Task A_column_that_somebody_dropped_with_what_rests_on_it()
    {
        var server = await TestHost.SharedCluster;
        var database = await DoneonProgram.Database(server, migrated: true);
        await DoneonProgram.Execute(database, "alter table task drop column tags cascade");
        var ending = await DoneonProgram.On(server.UrlFor(database.Database!), "migrate");
        Refused(ending, StopException.Schema, "the database is not as Doneon needs it: ");
        Assert.Contains("view my_task is missing", ending.Line);
        Assert.Contains("column task.tags is missing", ending.Line);
    }

    [Theory, InlineData("verify"), InlineData("apply")]
    public async Task A_schema_that_is_newer(string migrate)
    {
        var server = await TestHost.SharedCluster;
        var database = await DoneonProgram.Database(server, migrated: true);
        await DoneonProgram.Execute(database, "insert into doneon_migration (version, name, checksum) values (9999, '9999_from_the_future', '')");
        Refused(await DoneonProgram.Run([], new() { ["DATABASE_URL"] = server.UrlFor(database.Database!), ["MIGRATE"] = migrate }),
            StopException.Schema, "the database is newer than this program: it has 9999_from_the_future");
    }

    [Fact]
    public async Task A_schema_that_is_not_migrated_and_only_to_be_verified()
    {
        var server = await TestHost.SharedCluster;
        var database = await DoneonProgram.Database(server, migrated: false);
        Refused(await DoneonProgram.Run(["serve"], new() { ["DATABASE_URL"] = server.UrlFor(database.Database!), ["MIGRATE"] = "verify" }),
            StopException.Schema, $"the database lacks {string.Join(", ", DoneonProgram.Migrations)}: run doneon migrate");
    }

    [Theory, InlineData(false, "may not create the role"), InlineData(true, "may not switch to the role")]
    public async Task A_login_that_may_not_have_the_role(bool roleExists, string line)
    {
        var (server, database, login) = await OwnerWithoutRights(roleExists);
        Refused(await DoneonProgram.On(server.UrlFor(database).Replace($"doneon:{server.Password}@", $"{login}:{Secret}@")), StopException.Schema, line);
    }

    [Fact]
    public async Task A_port_that_is_taken()
    {
        var host = await TestHost.Shared;
        var ending = await DoneonProgram.Run([], new()
        {
            ["DATABASE_URL"] = host.Server.UrlFor(host.Database),
            ["ASPNETCORE_URLS"] = $"http://localhost:{host.Address.Port}",
        });
        Refused(ending, StopException.Settings, "address already in use: choose another PORT");
        Assert.DoesNotContain("exception", ending.Output);
    }

    [Theory, InlineData("serve", 0), InlineData("migrate", 130)]
    public async Task Being_told_to_end_while_it_waits_for_the_database(string verb, int exitCode)
    {
        using var process = DoneonProgram.Start([verb], new() { ["DATABASE_URL"] = $"postgresql://me:{Secret}@localhost:{Ports.Free()}/todo" });
        var progress = verb == "serve" ? process.StandardOutput : process.StandardError;
        Assert.Contains("does not answer yet", await progress.ReadLineAsync());
        var clock = Stopwatch.StartNew();
        await Shell.Stop(process, TimeSpan.FromSeconds(20));
        var ending = await DoneonProgram.End(process, clock);
        Assert.Equal(exitCode, ending.ExitCode);
        Assert.InRange(ending.Time, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    static void Refused(Ending ending, int exitCode, string part)
    {
        Assert.Contains(part, ending.Line);
        Assert.Equal(exitCode, ending.ExitCode);
        Assert.InRange(ending.Time, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.DoesNotContain(Secret, ending.Output + ending.Error);
    }

    internal static async Task<(PostgresServer Server, string Database, string Login)> OwnerWithoutRights(bool roleExists)
    {
        var server = await TestHost.SharedCluster;
        var database = (await DoneonProgram.Database(server, migrated: false)).Database!;
        var (login, role) = ($"poor_{database}", Doneon.Database.Role.NameFor(database));
        await DoneonProgram.Execute(server.Superuser(), $"create role {login} login bypassrls password '{Secret}'");
        await DoneonProgram.Execute(server.Superuser(), $"alter database {database} owner to {login}");
        if (roleExists) await DoneonProgram.Execute(server.Superuser(), $"create role \"{role}\" nologin");
        return (server, database, login);
    }
}
