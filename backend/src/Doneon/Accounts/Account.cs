using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Serialization;
using Doneon.Database;
using Doneon.Http;
using Npgsql;

namespace Doneon.Accounts;

/// <param name="TimeZone">Decides which day it is: a name of the IANA list. Changing it moves no date. Null until told, which counts as UTC.</param>
public sealed record Account(long Id, string Username, string Email, string? TimeZone, DateTime CreatedAt, DateTime UpdatedAt) : IKeptRow<Account>
{
    static Sql IKeptRow<Account>.Columns => Sql.Text("id bigint, username text, email text, time_zone text, created_at timestamptz, updated_at timestamptz");

    public const string Columns = "id, username, email, time_zone, created_at, updated_at";

    public static Account Read(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetDateTime(4), row.GetDateTime(5));
}

/// <param name="TimeZone">A name of the IANA list, such as Europe/Berlin. It can be told later.</param>
public sealed record Registration(
    [property: StringLength(30, MinimumLength = 3), RegularExpression("^[A-Za-z0-9]+$")] string Username,
    [property: StringLength(255, MinimumLength = 1)] string Email,
    [property: StringLength(AccountRules.LongestPassword, MinimumLength = AccountRules.ShortestPassword)] string Password,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TimeZone) : IInput<Registration>
{
    public static Registration Read(Fields fields) =>
        new(AccountRules.Username(fields), AccountRules.Email(fields), AccountRules.NewPassword(fields, "password"), TimeZones.Read(fields));
}

/// <summary>What of an account can be changed as it is: what is left out stays.</summary>
/// <param name="TimeZone">A name of the IANA list, such as Europe/Berlin.</param>
public sealed record AccountPatch([property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TimeZone) : IInput<AccountPatch>
{
    public static AccountPatch Read(Fields fields)
    {
        fields.RefuseNull("time_zone");
        return new(TimeZones.Read(fields));
    }
}

/// <summary>The name is the user name or the e-mail address, in either field.</summary>
public sealed record Login(string? Username, string? Email, string Password) : IInput<Login>
{
    internal string Name => string.IsNullOrEmpty(Email) ? Username ?? "" : Email;

    public static Login Read(Fields fields)
    {
        var (username, email) = (fields.OptionalLine("username", 255), fields.OptionalLine("email", 255));
        if (string.IsNullOrEmpty(username) && string.IsNullOrEmpty(email)) fields.Wrong("username", "or email is required.");
        return new(username, email, fields.Secret("password", most: 1000, least: 1));
    }
}

public sealed record PasswordChange(
    string CurrentPassword,
    [property: StringLength(AccountRules.LongestPassword, MinimumLength = AccountRules.ShortestPassword)] string NewPassword) : IInput<PasswordChange>
{
    public static PasswordChange Read(Fields fields) =>
        new(fields.Secret("current_password", most: 1000, least: 1), AccountRules.NewPassword(fields, "new_password"));
}

/// <summary>What cannot be undone asks for the password once more.</summary>
public sealed record PasswordProof(string Password) : IInput<PasswordProof>
{
    public static PasswordProof Read(Fields fields) => new(fields.Secret("password", most: 1000, least: 1));
}

/// <param name="AccessToken">Left out for browsers on Doneon's own pages: they have it in a cookie that scripts cannot read.</param>
public sealed record SignedIn(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? AccessToken,
    string TokenType, DateTime ExpiresAt, Account User);

public static class AccountRules
{
    public const int ShortestPassword = 8, LongestPassword = 128;

    public static string Username(Fields fields)
    {
        var name = fields.Line("username", most: 30, least: 3);
        if (name.Length > 0 && !name.All(char.IsAsciiLetterOrDigit)) fields.Wrong("username", "may have letters from a to z and digits only.");
        return name;
    }

    public static string Email(Fields fields)
    {
        var email = fields.Line("email", most: 255);
        if (email.Length > 0 && !LooksLikeEmail(email)) fields.Wrong("email", "must be an e-mail address, such as ann@example.org.");
        return email;
    }

    public static string NewPassword(Fields fields, string name) => fields.Secret(name, LongestPassword, ShortestPassword);

    /// <summary>Only a message that arrives proves an address; this catches slips.</summary>
    static bool LooksLikeEmail(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        var domain = email[(at + 1)..];
        return at > 0 && !domain.Contains('@', StringComparison.Ordinal) && !email.Any(c => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) == UnicodeCategory.Format)
            && domain.Split('.') is { Length: > 1 } labels && labels.All(label => label.Length > 0);
    }
}
