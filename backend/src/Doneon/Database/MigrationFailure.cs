using Npgsql;

namespace Doneon.Database;

/// <summary>Which failures of a migration pass by themselves, and what a person can do about the others.</summary>
static class MigrationFailure
{
    // Databases of one cluster share the catalogs of roles: two migrations that write there at the same time collide.
    public static bool IsPassing(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => true,
        PostgresErrorCodes.InternalError => e.MessageText.StartsWith("tuple concurrently", StringComparison.Ordinal),
        PostgresErrorCodes.UniqueViolation => e.SchemaName is "pg_catalog",
        _ => false,
    };

    /// <summary>The server is going away: no fault of the migration.</summary>
    public static bool IsOutage(PostgresException e) => e.SqlState.StartsWith("57P", StringComparison.Ordinal);

    public static StopException Explain(string name, NpgsqlConnection connection, PostgresException e) => e.SqlState switch
    {
        "DN001" => new(StopException.Schema, e.MessageText, e),
        PostgresErrorCodes.LockNotAvailable => new(StopException.Database,
            $"{name} could not lock its tables, a long transaction holds them: try again when it has ended", e),
        PostgresErrorCodes.InsufficientPrivilege => new(StopException.Schema, Remedy(connection, e.MessageText), e),
        _ => new(StopException.Schema, $"{name} failed: {e.MessageText}", e),
    };

    static string Remedy(NpgsqlConnection connection, string message)
    {
        var (login, role) = (connection.UserName, Role.NameFor(connection.Database));
        var grant = $"grant \"{role}\" to \"{login}\"";
        if (message.Contains("create role", StringComparison.Ordinal))
            return $"the login {login} may not create the role {role}: let an administrator run create role \"{role}\" nologin; {grant}";
        if (message.Contains(role, StringComparison.Ordinal))
            return $"the login {login} may not switch to the role {role}: let an administrator run {grant}";
        return $"the login {login} may not change the schema ({message}): migrate as the owner of the database and its tables";
    }
}
