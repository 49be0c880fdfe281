using System.Globalization;
using Npgsql;

namespace Doneon.Dev;

/// <summary>One way in, written for libpq and for Npgsql.</summary>
sealed record PostgresAddress(int Port, string User, string Password, string Database, string CaFile, bool BindsChannel = true)
{
    public const string Host = "localhost";

    public string Url
    {
        get
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}/{Uri.EscapeDataString(Database)}");
            var authority = Uri.EscapeDataString(CaFile.Replace('\\', '/')).Replace("%2F", "/", StringComparison.Ordinal);
            var binding = BindsChannel ? "&channel_binding=require" : "";
            return $"postgresql://{User}:{Password}@{place}?sslmode=verify-full{binding}&sslrootcert={authority}";
        }
    }

    public NpgsqlConnectionStringBuilder Npgsql => new()
    {
        Host = Host,
        Port = Port,
        Username = User,
        Password = Password,
        Database = Database,
        SslMode = SslMode.VerifyFull,
        RootCertificate = CaFile,
        ChannelBinding = BindsChannel ? ChannelBinding.Require : ChannelBinding.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
        Pooling = false,
    };
}
