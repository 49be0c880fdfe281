using System.Diagnostics.CodeAnalysis;
using System.Globalization;
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
    readonly StringBuilder text = new(literalLength + 4 * holes);
    readonly List<NpgsqlParameter> parameters = new(holes);

    /// <summary>A constant piece of SQL, such as a list of columns.</summary>
    public static Sql Text([ConstantExpected] string constant)
    {
        var sql = new Sql(constant.Length, 0);
        sql.text.Append(constant);
        return sql;
    }

    public void AppendLiteral(string literal) => text.Append(literal);

    public void AppendFormatted(Sql piece)
    {
        // $1, $2 … of the piece are numbered on from here.
        var pieceText = piece.text.ToString();
        for (int i = 0, dollar; i < pieceText.Length; i = dollar)
        {
            dollar = pieceText.IndexOf('$', i + 1);
            if (dollar < 0) dollar = pieceText.Length;
            if (pieceText[i] != '$')
            {
                text.Append(pieceText, i, dollar - i);
                continue;
            }
            var digits = 1;
            while (i + digits < dollar && char.IsAsciiDigit(pieceText[i + digits])) digits++;
            var number = int.Parse(pieceText.AsSpan(i + 1, digits - 1), CultureInfo.InvariantCulture);
            text.Append('$').Append(number + parameters.Count).Append(pieceText, i + digits, dollar - i - digits);
        }
        parameters.AddRange(piece.parameters);
    }

    public void AppendFormatted(string? value) => Add(new NpgsqlParameter<string?> { TypedValue = value });
    public void AppendFormatted(long value) => Add(new NpgsqlParameter<long> { TypedValue = value });
    public void AppendFormatted(long? value) => Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
    public void AppendFormatted(int value) => Add(new NpgsqlParameter<int> { TypedValue = value });
    public void AppendFormatted(bool value) => Add(new NpgsqlParameter<bool> { TypedValue = value });
    public void AppendFormatted(bool? value) => Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Boolean });
    public void AppendFormatted(DateTime value) => Add(new NpgsqlParameter<DateTime> { TypedValue = value });
    public void AppendFormatted(byte[] value) => Add(new NpgsqlParameter<byte[]> { TypedValue = value });
    public void AppendFormatted(long[] value) => Add(new NpgsqlParameter<long[]> { TypedValue = value });
    public void AppendFormatted(string[] value) => Add(new NpgsqlParameter<string[]> { TypedValue = value });

    void Add(NpgsqlParameter parameter)
    {
        parameters.Add(parameter);
        text.Append('$').Append(parameters.Count);
    }

    /// <summary>A parameter belongs to one command: a repeated attempt takes copies.</summary>
    internal NpgsqlBatchCommand ToCommand(bool again)
    {
        var command = new NpgsqlBatchCommand(text.ToString());
        foreach (var parameter in parameters) command.Parameters.Add(again ? parameter.Clone() : parameter);
        return command;
    }
}

/// <summary>A row type reads itself: no reflection, no mapping tables.</summary>
public interface IRow<out T> where T : IRow<T>
{
    static abstract T Read(NpgsqlDataReader row);
}
