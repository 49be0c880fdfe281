using Doneon.Database;
using Npgsql;

namespace Doneon.Tests.Database;

public class DatabaseUrlTests
{
    const string Neon = "postgresql://me:secret@ep-cool-rain-123-pooler.eu-central-1.aws.neon.tech/neondb";

    [Theory]
    [InlineData("postgresql://me:pw@localhost/todo", "me", "pw", "localhost", 5432, "todo")]
    [InlineData("postgres://me:pw@127.0.0.1:6543/todo", "me", "pw", "127.0.0.1", 6543, "todo")]
    [InlineData("postgresql://me:pw@[::1]/todo", "me", "pw", "::1", 5432, "todo")]
    [InlineData("postgresql://me:pw@[::1]:6543/todo", "me", "pw", "::1", 6543, "todo")]
    [InlineData("postgresql://me:pw@LOCALHOST/todo", "me", "pw", "localhost", 5432, "todo")]
    [InlineData("postgresql://me@localhost/todo", "me", null, "localhost", 5432, "todo")]
    [InlineData("postgresql://me:@localhost/todo", "me", null, "localhost", 5432, "todo")]
    [InlineData("postgresql://me:a:b@localhost/todo", "me", "a:b", "localhost", 5432, "todo")]
    [InlineData("postgresql://me:a+b&c=d[e]@localhost/todo", "me", "a+b&c=d[e]", "localhost", 5432, "todo")]
    [InlineData("postgresql://m%40e:p%40%23%3a%2F%3F%25@localhost/to%2Fdo", "m@e", "p@#:/?%", "localhost", 5432, "to/do")]
    [InlineData("postgresql://me:gr%C3%BC%C3%9Fe@localhost/b%C3%A4r", "me", "grüße", "localhost", 5432, "bär")]
    [InlineData("postgresql://me:grüße@localhost/bär", "me", "grüße", "localhost", 5432, "bär")]
    [InlineData("postgresql://me:pw@%2Fvar%2Frun/todo", "me", "pw", "/var/run", 5432, "todo")]
    [InlineData("postgresql://me@/todo?host=/var/run&port=6543", "me", null, "/var/run", 6543, "todo")]
    [InlineData("postgresql:///todo?host=%2Fvar%2Frun&user=me", "me", null, "/var/run", 5432, "todo")]
    [InlineData("postgresql://?user=me&password=p%26w&host=::1&port=6543&dbname=todo", "me", "p&w", "::1", 6543, "todo")]
    [InlineData("postgresql://me:pw@localhost/todo?", "me", "pw", "localhost", 5432, "todo")]
    [InlineData("postgresql://me:pw@localhost?dbname=todo", "me", "pw", "localhost", 5432, "todo")]
    public void A_good_url_is_understood(string text, string user, string? password, string host, int port, string database)
    {
        var url = DatabaseUrl.Parse("DATABASE_URL", text);
        var builder = new NpgsqlConnectionStringBuilder(url.Builder().ConnectionString);

        Assert.Equal((user, host, port, database), (url.User, url.Host, url.Port, url.Database));
        Assert.Equal((user, password, host, port, database),
            (builder.Username, builder.Password, builder.Host, builder.Port, builder.Database));
    }

    [Theory]
    [InlineData("localhost/todo", SslMode.Prefer)]
    [InlineData("localhost/todo?sslmode=disable", SslMode.Disable)]
    [InlineData("localhost/todo?sslmode=allow", SslMode.Allow)]
    [InlineData("127.9.9.9/todo?sslmode=prefer", SslMode.Prefer)]
    [InlineData("[::1]/todo?sslmode=require", SslMode.Require)]
    [InlineData("localhost/todo?sslmode=verify-full", SslMode.VerifyFull)]
    [InlineData("localhost/todo?sslrootcert=system", SslMode.VerifyFull)]
    [InlineData("%2Frun/todo?sslmode=prefer", SslMode.Disable)]
    [InlineData("db.example.com/todo?sslmode=verify-full", SslMode.VerifyFull)]
    [InlineData("db.example.com/todo?sslrootcert=system", SslMode.VerifyFull)]
    [InlineData("db.example.com/todo?sslmode=require", SslMode.Require, ChannelBinding.Require)]
    [InlineData("10.0.0.1/todo?sslmode=require&channel_binding=require", SslMode.Require, ChannelBinding.Require)]
    [InlineData("ep-x.eu.aws.neon.tech/todo?sslmode=require", SslMode.VerifyFull, ChannelBinding.Require)]
    [InlineData("EP-X.eu.aws.NEON.tech/todo?sslmode=verify-ca", SslMode.VerifyFull, ChannelBinding.Require)]
    [InlineData("ep-x.eu.aws.neon.build/todo?sslmode=verify-full&channel_binding=require", SslMode.VerifyFull, ChannelBinding.Require)]
    [InlineData("ep-x.neon.tech.example.com/todo?sslmode=verify-full", SslMode.VerifyFull)]
    public void TLS_is_never_weaker_than_asked_and_stronger_where_the_network_demands_it(
        string rest, SslMode mode, ChannelBinding binding = ChannelBinding.Prefer)
    {
        var builder = DatabaseUrl.Parse("DATABASE_URL", $"postgresql://me:pw@{rest}").Builder();

        Assert.Equal(mode, builder.SslMode);
        if (mode != SslMode.Disable)
            Assert.Equal(binding, builder.ChannelBinding);
        Assert.Equal(binding == ChannelBinding.Require ? "ScramSHA256" : null, builder.RequireAuth);
    }

    [Theory]
    [InlineData("require", SslMode.VerifyCA)]
    [InlineData("verify-ca", SslMode.VerifyCA)]
    [InlineData("verify-full", SslMode.VerifyFull)]
    public void With_a_root_certificate_require_verifies_the_authority_as_libpq_does(string asked, SslMode mode)
    {
        var file = typeof(DatabaseUrlTests).Assembly.Location;
        var builder = Parse($"postgresql://me:pw@db.example.com/todo?sslmode={asked}&sslrootcert={Uri.EscapeDataString(file)}").Builder();
        Assert.Equal((mode, file), (builder.SslMode, builder.RootCertificate));
    }

    [Fact]
    public void Every_other_parameter_reaches_Npgsql()
    {
        var url = Parse("postgresql://me:pw@localhost/todo?sslmode=require&sslnegotiation=direct&channel_binding=disable"
            + "&application_name=night%20shift&connect_timeout=7&options=-c%20geqo%3Doff&target_session_attrs=read-write");
        var builder = url.Builder();

        Assert.Equal(7, url.ConnectTimeout);
        Assert.Equal(SslNegotiation.Direct, builder.SslNegotiation);
        Assert.Equal(ChannelBinding.Disable, builder.ChannelBinding);
        Assert.Equal("night shift", builder.ApplicationName);
        Assert.Equal("-c geqo=off", builder.Options);
        using var source = NpgsqlDataSource.Create(builder);
    }

    [Fact]
    public void Npgsql_is_set_up_for_a_transaction_pooler_and_for_silence()
    {
        var builder = Parse(Neon + "?sslmode=require").Builder();

        Assert.Equal(GssEncryptionMode.Disable, builder.GssEncryptionMode);
        Assert.True(builder.NoResetOnClose);
        Assert.False(builder.IncludeErrorDetail || builder.PersistSecurityInfo || builder.Enlist);
        Assert.Equal(("doneon", 0), (builder.ApplicationName, builder.KeepAlive));
        Assert.Null(builder.RootCertificate);
        using var source = NpgsqlDataSource.Create(builder);
    }

    [Theory]
    [InlineData("ep-a-pooler.eu.aws.neon.tech", "ep-a.eu.aws.neon.tech", true)]
    [InlineData("ep-a.eu.aws.neon.tech", "ep-a.eu.aws.neon.tech", false)]
    [InlineData("ep-a.x-pooler.aws.neon.tech", "ep-a.x-pooler.aws.neon.tech", false)]
    [InlineData("db-pooler.example.com", "db-pooler.example.com", false)]
    public void Only_a_Neon_pooler_is_turned_into_its_direct_host(string host, string direct, bool pooled)
    {
        var url = Parse($"postgresql://me:pw@{host}:6000/todo?sslmode=verify-full");

        Assert.Equal((pooled, direct, 6000), (url.IsPooledHost, url.Direct.Host, url.Direct.Port));
        Assert.Equal("pw", url.Direct.Builder().Password);
        Assert.Equal(url.Builder().SslMode, url.Direct.Builder().SslMode);
        Assert.False(url.Direct.IsPooledHost);
    }

    [Theory]
    [InlineData("postgresql://me:pw@localhost/todo?sslmode=verify-full", "me@localhost:5432/todo (TLS verify-full)")]
    [InlineData("postgresql://me:pw@[::1]:1/todo?sslmode=disable", "me@[::1]:1/todo (no TLS)")]
    [InlineData("postgresql://me:pw@%2Frun/todo", "me@/run:5432/todo (unix socket)")]
    [InlineData(Neon + "?sslmode=require", "me@ep-cool-rain-123-pooler.eu-central-1.aws.neon.tech:5432/neondb (TLS verify-full, channel binding)")]
    public void It_describes_itself_without_the_password(string text, string description) =>
        Assert.Equal(description, Parse(text).ToString());

    public static TheoryData<string?, string> Mistakes => new()
    {
        { null, "is not set" },
        { "", "is empty" },
        { " \t", "is empty" },
        { " postgresql://me:pw@localhost/todo", "blank" },
        { "postgresql://me:pw@localhost/todo\n", "blank" },
        { "\"postgresql://me:pw@localhost/todo\"", "without quotes" },
        { "psql 'postgresql://me:pw@localhost/todo'", "psql command" },
        { "postgresql+asyncpg://me:pw@localhost/todo", "drop \"+asyncpg\"" },
        { "postgres+psycopg2://me:pw@localhost/todo", "drop \"+psycopg2\"" },
        { "jdbc:postgresql://localhost/todo?user=me", "jdbc:" },
        { "sqlite:///todo.db", "names sqlite" },
        { "sqlite+aiosqlite:///todo.db", "names sqlite" },
        { "mysql://me:pw@localhost/todo", "names mysql" },
        { "http://localhost/todo", "web address" },
        { "https://console.neon.tech/app", "web address" },
        { "Host=localhost;Username=me;Password=pw", "key=value" },
        { "host=localhost user=me", "key=value" },
        { "postgresql:/localhost/todo", "does not begin with" },
        { "hunter2", "does not begin with" },
        { "postgresql://localhost/todo", "names no user" },
        { "postgresql://:pw@localhost/todo", "names no user" },
        { "postgresql://me:pw@localhost", "names no database" },
        { "postgresql://me:pw@localhost/", "names no database" },
        { "postgresql://me:pw@/todo", "names no host" },
        { "postgresql://me:pw@localhost//todo", "%2F" },
        { "postgresql://me:pw@localhost/todo/", "%2F" },
        { "postgresql://me:pw@localhost:/todo", "no port" },
        { "postgresql://me:pw@localhost:0/todo", "port" },
        { "postgresql://me:pw@localhost:65536/todo", "port" },
        { "postgresql://me:pw@localhost:+5432/todo", "port" },
        { "postgresql://me:pw@localhost:54x2/todo", "port" },
        { "postgresql://me:pw@::1/todo", "brackets" },
        { "postgresql://me:pw@[::1/todo", "IPv6" },
        { "postgresql://me:pw@[127.0.0.1]/todo", "IPv6" },
        { "postgresql://me:pw@[::1]5432/todo", "IPv6" },
        { "postgresql://me:pw@a.example.com,b.example.com/todo", "several hosts" },
        { "postgresql://me:pw@a:1,b:2/todo", "several hosts" },
        { "postgresql://me:pw@/todo?host=/a,/b", "several hosts" },
        { "postgresql://me:pw@a_b..c/todo", "host" },
        { "postgresql://me:pw@-a/todo", "host" },
        { "postgresql://me:pw@ho%20st/todo", "host" },
        { "postgresql://me:pw@ho%C3%BCst/todo", "host" },
        { "postgresql://me:p@w@localhost/todo", "%40" },
        { "postgresql://me:p#w@localhost/todo", "%23" },
        { "postgresql://me:p/w@localhost/todo", "percent-encode" },
        { "postgresql://me:p?w@localhost/todo", "percent-encode" },
        { "postgresql://me:p w@localhost/todo", "percent-encode" },
        { "postgresql://me:p\0w@localhost/todo", "control character" },
        { "postgresql://me:p%w@localhost/todo", "%25" },
        { "postgresql://me:p%4@localhost/todo", "%25" },
        { "postgresql://me:p%@localhost/todo", "%25" },
        { "postgresql://me:p%+1@localhost/todo", "%25" },
        { "postgresql://me:p%00w@localhost/todo", "control" },
        { "postgresql://me:p%FFw@localhost/todo", "UTF-8" },
        { "postgresql://m%0Ae:pw@localhost/todo", "invisible" },
        { "postgresql://me:pw@localhost/to%E2%80%AEdo", "invisible" },
        { "postgresql://me:pw@localhost/to\u202edo", "invisible" },
        { "postgresql://" + new string('m', 64) + ":pw@localhost/todo", "63 bytes" },
        { "postgresql://me:pw@localhost/" + new string('d', 10_000), "63 bytes" },
        { "postgresql://me:pw@" + new string('h', 10_000) + "/todo", "host" },
        { "postgresql://me:pw@localhost/todo?" + new string('x', 10_000) + "=1", "a parameter, which" },
        { "postgresql://me:pw@localhost/todo?pool_size=3", "\"pool_size\"" },
        { "postgresql://me:pw@localhost/todo?SSLMODE=require", "\"SSLMODE\"" },
        { "postgresql://me:pw@localhost/todo?ssl%6Dode=require", "a parameter" },
        { "postgresql://me:pw@localhost/todo?sslmode=require&sslmode=require", "gives sslmode twice" },
        { "postgresql://me:pw@localhost/todo?user=you", "gives user twice" },
        { "postgresql://me:pw@localhost/todo?dbname=x", "gives dbname twice" },
        { "postgresql://me:pw@localhost/todo?sslmode", "without a value" },
        { "postgresql://me:pw@localhost/todo?sslmode=", "without a value" },
        { "postgresql://me:pw@localhost/todo?&", "a parameter" },
        { "postgresql://me:pw@localhost/todo?options=endpoint=ep-x", "%3D" },
        { "postgresql://me:pw@localhost/todo?sslmode=verify_full", "verify-full" },
        { "postgresql://me:pw@localhost/todo?channel_binding=yes", "unknown channel_binding" },
        { "postgresql://me:pw@localhost/todo?sslnegotiation=tls", "unknown sslnegotiation" },
        { "postgresql://me:pw@localhost/todo?connect_timeout=0", "connect_timeout" },
        { "postgresql://me:pw@localhost/todo?connect_timeout=-1", "connect_timeout" },
        { "postgresql://me:pw@localhost/todo?target_session_attrs=standby", "target_session_attrs" },
        { "postgresql://me:pw@localhost/todo?sslmode=disable&channel_binding=require", "channel_binding=require needs" },
        { "postgresql://me:pw@localhost/todo?sslmode=allow&channel_binding=require", "channel_binding=require needs" },
        { "postgresql://me:pw@localhost/todo?sslmode=prefer&sslnegotiation=direct", "sslnegotiation=direct needs" },
        { "postgresql://me:pw@localhost/todo?sslmode=disable&sslrootcert=/ca.crt", "sslrootcert needs" },
        { "postgresql://me:pw@localhost/todo?sslrootcert=/ca.crt", "sslrootcert needs" },
        { "postgresql://me:pw@localhost/todo?sslmode=require&sslrootcert=system", "sslrootcert=system needs" },
        { "postgresql://me:pw@localhost/todo?sslmode=verify-full&sslrootcert=/no/such.crt", "not a readable file" },
        { "postgresql://me:pw@localhost/todo?sslmode=verify-ca", "without sslrootcert" },
        { "postgresql://me:pw@%2Frun/todo?sslmode=require", "unix socket" },
        { "postgresql://me:pw@%2Frun/todo?channel_binding=require", "unix socket" },
        { "postgresql://me:pw@db.example.com/todo", "does not demand TLS" },
        { "postgresql://me:pw@db.example.com/todo?sslmode=prefer", "does not demand TLS" },
        { "postgresql://me:pw@192.168.0.1/todo?sslmode=disable", "does not demand TLS" },
        { "postgresql://me:pw@[2001:db8::1]/todo?sslmode=allow", "does not demand TLS" },
        { "postgresql://me:pw@localhost.example.com/todo", "does not demand TLS" },
        { "postgresql://me:pw@db.example.com/todo?sslmode=require&channel_binding=prefer", "trusts any server" },
        { Neon, "does not demand TLS" },
        { Neon + "?sslmode=disable", "does not demand TLS" },
        { Neon + "?sslmode=prefer", "does not demand TLS" },
        { Neon + "?sslmode=require&channel_binding=disable", "weakens channel_binding" },
        { Neon + "?sslmode=require&options=endpoint%3Dep-x", "pooler refuses" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_one_line_that_names_the_variable(string? text, string part)
    {
        var stop = Assert.Throws<StopException>(() => DatabaseUrl.Parse("DATABASE_URL", text));

        Assert.Equal(StopException.Settings, stop.ExitCode);
        Assert.StartsWith("DATABASE_URL ", stop.Message);
        Assert.Contains(part, stop.Message);
        Assert.InRange(stop.Message.Length, 20, 400);
        Assert.DoesNotContain(stop.Message, char.IsControl);
        Assert.Null(stop.InnerException);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_not_text() =>
        Assert.Contains("UTF-8", Assert.Throws<StopException>(() => Parse("postgresql://me:p\ud800w@localhost/todo")).Message);

    [Fact]
    public void No_message_and_no_description_gives_the_password_away()
    {
        string[] shapes =
        [
            "postgresql://me:{0}@localhost/todo", "postgresql://me:{0}@db.example.com:5432/todo?sslmode=verify-full",
            "postgresql://me:{0}@ep-x-pooler.aws.neon.tech/todo?sslmode=require&channel_binding=require", "postgresql://me:{0}@[::1]/todo?x=y",
            "postgresql://me@localhost/todo?password={0}", "postgresql://me@localhost/todo?password={0}&sslmode=prefer",
            "postgresql://localhost/todo?user=me&password={0}", "postgresql://me:{0}", "postgresql://me:{0}@", "postgresql://{0}",
            "postgresql+asyncpg://me:{0}@localhost/todo", "mysql://me:{0}@localhost/todo", "http://{0}", "{0}", "Password={0};Host=x",
        ];
        const string slips = "@#/?:%&=+ ,;[]{}\"'\\|<>!$^*()~`\0\n\r\t\u007f\u202e\u200b\ud800é";
        var random = new Random(20261124);

        for (var round = 0; round < 20_000; round++)
        {
            var words = Enumerable.Range(0, random.Next(1, 5)).Select(i => $"Zq{i}{random.Next(1000, 9999)}xW").ToArray();
            var secret = string.Concat(words.Select(word => $"{word}{slips[random.Next(slips.Length)]}"));
            var text = shapes[random.Next(shapes.Length)].Replace("{0}", secret);

            var said = Said(text);
            Assert.True(words.All(word => !said.Contains(word, StringComparison.OrdinalIgnoreCase)), $"round {round} gave a part of the password away");
        }
    }

    static string Said(string text)
    {
        try
        {
            var url = Parse(text);
            return $"{url} {url.Direct}";
        }
        catch (StopException stop)
        {
            return stop.ToString();
        }
    }

    static DatabaseUrl Parse(string text) => DatabaseUrl.Parse("DATABASE_URL", text);
}
