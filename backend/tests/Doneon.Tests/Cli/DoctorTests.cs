using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Doneon.Dev;
using Npgsql;
using Ending = Doneon.Tests.Cli.DoneonProgram.Ending;

namespace Doneon.Tests.Cli;

public class DoctorTests
{
    static readonly string[] s_all =
    [
        "settings", "DNS", "TCP", "TLS", "login", "channel binding", "version", "pooler", "direct host", "clock", "round trip", "connections",
        "role rights", "extensions", "migrations", "schema", "row security",
    ];

    [Fact]
    public async Task All_is_well_on_a_database_that_is_served()
    {
        var host = await TestHost.Shared;
        var lines = Lines(await DoneonProgram.On(host.Server.UrlFor(host.Database), "doctor"), 0);
        Assert.Equal(s_all, lines.Keys);
        Assert.All(lines.Values, line => Assert.Equal("ok", line.Verdict));
        Assert.Matches(@"^TLSv1\.3, certificate of localhost by Doneon development authority, valid until 20\d\d-\d\d-\d\d; trusted by /.*ca\.pem  \(\d+ ms\)$", lines["TLS"].Text);
        Assert.StartsWith("demanded, and the login kept to it", lines["channel binding"].Text);
        Assert.StartsWith("none in between", lines["pooler"].Text);
        Assert.Matches(@"^\d+\.\d ms, median of 10", lines["round trip"].Text);
        Assert.StartsWith($"active after switching to doneon_user_{host.Database}", lines["row security"].Text);
    }

    [Fact]
    public async Task A_database_that_is_not_migrated_is_left_so_and_told_what_migrate_would_do()
    {
        var server = await TestHost.SharedCluster;
        var database = await DoneonProgram.Database(server, migrated: false);
        var url = server.UrlFor(database.Database!);
        var lines = Lines(await DoneonProgram.On(url, "doctor"), 0);
        Assert.Equal("note", lines["migrations"].Verdict);
        Assert.StartsWith($"pending: {string.Join(", ", DoneonProgram.Migrations)}; the next start applies them", lines["migrations"].Text);
        Assert.Equal(("skip", "needs the pending migrations"), lines["schema"]);
        Assert.StartsWith("doneon may create tables, and the role doneon_user_", lines["role rights"].Text);
        Assert.StartsWith("pgcrypto, btree_gin, pg_trgm can be created by migrate", lines["extensions"].Text);

        lines = Lines(await DoneonProgram.Run(["doctor"], new() { ["DATABASE_URL"] = url, ["MIGRATE"] = "verify" }), StopException.Schema);
        Assert.Contains("→ run doneon migrate", lines["migrations"].Text);
        await using var source = NpgsqlDataSource.Create(database);
        await using var count = source.CreateCommand("select count(*) from pg_class where relnamespace = 'public'::regnamespace");
        Assert.Equal(0L, await count.ExecuteScalarAsync());
    }

    [Fact]
    public async Task A_wrong_password_fails_the_login_and_skips_what_needs_it()
    {
        var server = await TestHost.SharedCluster;
        var lines = Lines(await DoneonProgram.On(server.Url.Replace(server.Password, "Zq1xW"), "doctor"), StopException.Database);
        Assert.Equal(["ok", "ok", "ok", "ok", "FAIL"], lines.Values.Take(5).Select(line => line.Verdict));
        Assert.Contains("→ Check user and password in DATABASE_URL", lines["login"].Text);
        Assert.All(lines.Values.Skip(5), line => Assert.Equal("skip", line.Verdict));
    }

    [Fact]
    public async Task A_server_that_is_stopped_fails_the_port()
    {
        var lines = Lines(await DoneonProgram.On($"postgresql://me:Zq1xW@localhost:{Ports.Free()}/todo", "doctor"), StopException.Database);
        Assert.Equal(["ok", "ok", "FAIL", "skip"], lines.Values.Take(4).Select(line => line.Verdict));
        Assert.Contains("Connection refused → Check host and port", lines["TCP"].Text);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_fails_TLS_with_its_names()
    {
        var server = await TestHost.SharedCluster;
        var stranger = Path.GetTempFileName();
        await File.WriteAllTextAsync(stranger, Stranger());
        var lines = Lines(await DoneonProgram.On(server.Url.Replace(server.CaFile, stranger), "doctor"), StopException.Database);
        File.Delete(stranger);
        Assert.Equal("FAIL", lines["TLS"].Verdict);
        Assert.Contains("certificate of localhost by Doneon development authority", lines["TLS"].Text);
        Assert.Contains($"not trusted by {stranger}", lines["TLS"].Text);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_root_certificate_in_the_home_folder_that_replaces_the_systems_is_mentioned(bool isTheRightOne)
    {
        var server = await TestHost.SharedCluster;
        var home = Directory.CreateTempSubdirectory("doneon-home");
        var root = Path.Combine(home.CreateSubdirectory(".postgresql").FullName, "root.crt");
        await File.WriteAllTextAsync(root, isTheRightOne ? await File.ReadAllTextAsync(server.CaFile) : Stranger());
        var database = await DoneonProgram.Database(server, migrated: true);
        var ending = await DoneonProgram.Run(["doctor"], new() { ["DATABASE_URL"] = server.UrlFor(database.Database!).Split("&sslrootcert")[0], ["HOME"] = home.FullName });
        home.Delete(recursive: true);
        if (isTheRightOne) Assert.Contains($"trusted by {root}, which replaces the system's roots", Lines(ending, 0)["TLS"].Text);
        else Assert.Contains($"→ remove {root}, or name the right authority", Lines(ending, StopException.Database)["TLS"].Text);
    }

    [Theory, InlineData(false, "may not create the role"), InlineData(true, "may not switch to the role")]
    public async Task A_login_without_the_rights_is_told_what_an_administrator_has_to_run(bool roleExists, string part)
    {
        var (server, database, login) = await NegativeStartTests.OwnerWithoutRights(roleExists);
        var url = server.UrlFor(database).Replace($"doneon:{server.Password}@", $"{login}:{NegativeStartTests.Secret}@");
        var lines = Lines(await DoneonProgram.On(url, "doctor"), StopException.Schema);
        Assert.Contains(part, lines["role rights"].Text);
        Assert.Contains("let an administrator run", lines["role rights"].Text);
        Assert.Equal("skip", lines["schema"].Verdict);
    }

    [Fact]
    public async Task A_changed_schema_is_named()
    {
        var server = await TestHost.SharedCluster;
        var database = await DoneonProgram.Database(server, migrated: true);
        await DoneonProgram.Execute(database, "alter table task disable row level security; drop index task_by_due");
        var lines = Lines(await DoneonProgram.On(server.UrlFor(database.Database!), "doctor"), StopException.Schema);
        Assert.Contains("task_by_due", lines["schema"].Text);
        Assert.Contains("row", lines["schema"].Text);
    }

    /// <summary>An authority that signed nothing.</summary>
    static string Stranger()
    {
        using var key = ECDsa.Create();
        using var authority = new CertificateRequest("CN=Stranger", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return authority.ExportCertificatePem();
    }

    internal static Dictionary<string, (string Verdict, string Text)> Lines(Ending ending, int exitCode)
    {
        Assert.True(exitCode == ending.ExitCode && ending.Error == "", $"exit code {ending.ExitCode}: {ending.Error}{ending.Output}");
        return ending.Output.TrimEnd().Split('\n')[..^1].ToDictionary(line => line[6..24].Trim(), line => (line[..4].Trim(), line[24..].Trim()));
    }
}
