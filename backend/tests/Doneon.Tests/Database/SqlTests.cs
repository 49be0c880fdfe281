using System.Reflection;
using Doneon.Database;
using Npgsql;
using NpgsqlTypes;

namespace Doneon.Tests.Database;

public class SqlTests
{
    static readonly byte[] bytes = [1];
    static readonly long[] numbers = [1];
    static readonly string[] texts = ["a"];

    static NpgsqlBatchCommand Command(Sql sql) => sql.ToCommand();

    static object?[] Values(NpgsqlBatchCommand command) => [.. command.Parameters.Select(parameter => parameter.Value)];

    [Fact]
    public void Holes_become_typed_positional_parameters()
    {
        var command = Command($"select {"text"}, {7L}, {8}, {true}, {bytes}, {numbers}, {texts}, {DateTime.UnixEpoch}");
        Assert.Equal("select $1, $2, $3, $4, $5, $6, $7, $8", command.CommandText);
        Assert.Equal(
            [NpgsqlDbType.Text, NpgsqlDbType.Bigint, NpgsqlDbType.Integer, NpgsqlDbType.Boolean, NpgsqlDbType.Bytea,
                NpgsqlDbType.Array | NpgsqlDbType.Bigint, NpgsqlDbType.Array | NpgsqlDbType.Text, NpgsqlDbType.TimestampTz],
            command.Parameters.Select(parameter => parameter.NpgsqlDbType));
    }

    [Fact]
    public void A_spliced_piece_is_numbered_on()
    {
        Sql condition = $"b = {2L} or c = {3L}";
        var command = Command($"select * from t where a = {1L} and ({condition}) and d = {4L}");
        Assert.Equal("select * from t where a = $1 and (b = $2 or c = $3) and d = $4", command.CommandText);
        Assert.Equal([1L, 2L, 3L, 4L], Values(command));
    }

    [Fact]
    public void A_piece_may_stand_twice_and_a_statement_be_sent_twice()
    {
        Sql piece = $"a = {1L}";
        Sql sql = $"select {piece} union select {piece}";
        Assert.Equal("select a = $1 union select a = $2", Command(sql).CommandText);
        Assert.Equal([1L, 1L], Values(Command(sql)));
    }

    [Fact]
    public void A_dollar_in_the_text_stays_what_it_is()
    {
        Sql piece = $"'$1, $, US$' || $q$ {1L} $q$";
        Assert.Equal("select $1 where '$1, $, US$' || $q$ $2 $q$", Command($"select {0L} where {piece}").CommandText);
    }

    [Fact]
    public async Task Every_kind_of_value_arrives_with_its_type_also_null()
    {
        var db = (await TestHost.Shared).Db();
        (string? text, long? number, bool? flag) = (null, null, null);
        var types = await db.AsServerReading().One<Text>($"""
            select concat_ws(',', pg_typeof({text}), pg_typeof({number}), pg_typeof({flag}), {text} is null, {number} is null, {flag} is null,
                pg_typeof({numbers}), pg_typeof({texts}), pg_typeof({bytes}), pg_typeof({DateTime.UtcNow}))
            """);
        Assert.Equal("text,bigint,boolean,t,t,t,bigint[],text[],bytea,timestamp with time zone", types!.Value);
    }

    [Theory]
    [InlineData("'; drop table task; --"), InlineData("$1"), InlineData("{0}"), InlineData("\\'"), InlineData("\u202e%_\"\n"), InlineData("")]
    public async Task A_hostile_text_stays_a_value(string text)
    {
        var db = (await TestHost.Shared).Db();
        Assert.Equal(text, (await db.AsServerReading().One<Text>($"select {text}"))!.Value);
    }

    [Fact]
    public void A_plain_string_is_no_statement()
    {
        // db.AsServer().Execute("delete from task") does not compile: there is no conversion, and no method that takes a string.
        Assert.DoesNotContain(typeof(Sql).GetMethods(), method => method.Name is "op_Implicit" or "op_Explicit");
        var doors = typeof(Door).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly);
        Assert.Equal([typeof(Sql), typeof(Write)], doors.SelectMany(method => method.GetParameters())
            .Select(parameter => parameter.ParameterType).Where(type => !typeof(Delegate).IsAssignableFrom(type.BaseType)).Distinct());
        // What Text takes must be a constant: CA1857 is an error in this repository.
        var rule = File.ReadLines(Path.Combine(Root, ".editorconfig")).Single(line => line.Contains("CA1857", StringComparison.Ordinal));
        Assert.EndsWith("= error", rule, StringComparison.Ordinal);
    }

    /// <summary>Who speaks to the database without a user: few, and each for a reason.</summary>
    [Fact]
    public void Only_these_files_run_statements_as_the_server()
    {
        var source = Path.Combine(Root, "backend", "src", "Doneon");
        var callers = Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(source, file).Replace('\\', '/'))
            .Where(file => !file.StartsWith("obj/", StringComparison.Ordinal) && !file.StartsWith("bin/", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(Path.Combine(source, file)).Contains(".AsServer", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        Assert.Equal(["Accounts/SignIn.cs", "Accounts/SigningKey.cs", "Cli/UserCommand.cs", "Cli/UserList.cs", "Startup.cs"], callers);
    }

    static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Doneon.slnx"))) folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }
}
