using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Doneon.Database;

/// <summary>
/// A statement. Only an interpolated string makes one, and each {hole} becomes a typed positional parameter, so that neither an
/// injection nor a forgotten parameter compiles. A hole that is itself a <see cref="Sql"/> is spliced in.
/// </summary>
[InterpolatedStringHandler]
public sealed class Sql(int literalLength, int holes)
{
    /// <summary>Text and parameters in their order. They are numbered when the command is made, so that splicing renumbers nothing.</summary>
    readonly List<object> parts = new(2 * holes + 1);
    int length = literalLength + 4 * holes;
    string? text;

    /// <summary>A constant piece of SQL, such as a list of columns.</summary>
    public static Sql Text([ConstantExpected] string constant)
    {
        var sql = new Sql(constant.Length, 0);
        sql.AppendLiteral(constant);
        return sql;
    }

    public void AppendLiteral(string literal) => parts.Add(literal);

    public void AppendFormatted(Sql piece)
    {
        parts.AddRange(piece.parts);
        length += piece.length;
    }

    public void AppendFormatted(string? value) => parts.Add(new NpgsqlParameter<string?> { TypedValue = value });
    public void AppendFormatted(long value) => parts.Add(new NpgsqlParameter<long> { TypedValue = value });
    public void AppendFormatted(long? value) => parts.Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
    public void AppendFormatted(int value) => parts.Add(new NpgsqlParameter<int> { TypedValue = value });
    public void AppendFormatted(bool value) => parts.Add(new NpgsqlParameter<bool> { TypedValue = value });
    public void AppendFormatted(bool? value) => parts.Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Boolean });
    public void AppendFormatted(DateTime value) => parts.Add(new NpgsqlParameter<DateTime> { TypedValue = value });
    public void AppendFormatted(byte[] value) => parts.Add(new NpgsqlParameter<byte[]> { TypedValue = value });
    public void AppendFormatted(long[] value) => parts.Add(new NpgsqlParameter<long[]> { TypedValue = value });
    public void AppendFormatted(string?[] value) => parts.Add(new NpgsqlParameter<string?[]> { TypedValue = value });

    /// <summary>A parameter belongs to one command, but a piece may stand twice and a statement be tried again: each takes copies.</summary>
    internal NpgsqlBatchCommand ToCommand()
    {
        var command = new NpgsqlBatchCommand(text ??= Numbered());
        foreach (var part in parts)
            if (part is NpgsqlParameter parameter) command.Parameters.Add(parameter.Clone());
        return command;
    }

    string Numbered()
    {
        var (sql, parameters) = (new StringBuilder(length), 0);
        foreach (var part in parts)
        {
            if (part is string literal) sql.Append(literal);
            else sql.Append('$').Append(++parameters);
        }
        return sql.ToString();
    }
}

/// <summary>A row type reads itself: no reflection, no mapping tables.</summary>
public interface IRow<out T> where T : IRow<T>
{
    static abstract T Read(NpgsqlDataReader row);
}
