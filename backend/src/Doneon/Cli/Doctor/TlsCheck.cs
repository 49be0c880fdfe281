using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace Doneon.Cli.Doctor;

/// <summary>Speaks TLS as the driver will, but looks at the certificate itself, so that a fault can be named.</summary>
static class TlsCheck
{
    static readonly byte[] SslRequest = [0, 0, 0, 8, 4, 210, 22, 47];

    public static async Task<Finding> Look(Stream way, NpgsqlConnectionStringBuilder connection, Settings settings, CancellationToken stop)
    {
        if (settings.Database.IsSocket) return Finding.Ok("not needed: a unix socket on this machine");
        if (connection.SslMode == SslMode.Disable) return Finding.Note("switched off by the URL; the host is this machine");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(TimeSpan.FromSeconds(connection.Timeout));
        if (connection.SslNegotiation == SslNegotiation.Postgres && !await Offered(way, patience.Token))
            return connection.SslMode >= SslMode.Require
                ? Finding.Fail("the server offers no TLS", "switch it on there (ssl = on), or ask for another host")
                : Finding.Note("the server offers none; the host is this machine");
        return await Shake(way, connection, patience.Token);
    }

    static async Task<bool> Offered(Stream way, CancellationToken stop)
    {
        await way.WriteAsync(SslRequest, stop);
        var answer = new byte[1];
        await way.ReadExactlyAsync(answer, stop);
        return answer[0] == 'S';
    }

    static async Task<Finding> Shake(Stream way, NpgsqlConnectionStringBuilder connection, CancellationToken stop)
    {
        var root = RootOf(connection);
        X509Certificate2? certificate = null;
        var fault = SslPolicyErrors.None;
        string[] reasons = [];
        // Nothing but the handshake happens here, so any certificate may pass: it is judged below.
        await using var tls = new SslStream(way, leaveInnerStreamOpen: true, (_, given, chain, errors) =>
        {
            certificate = given is null ? null : new X509Certificate2(given);
            (fault, reasons) = (errors, chain is null ? [] : [.. chain.ChainStatus.Select(status => status.Status.ToString()).Distinct()]);
            return true;
        });
        var options = new SslClientAuthenticationOptions { TargetHost = connection.Host };
        if (root is not null)
        {
            options.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(root);
        }
        if (connection.SslNegotiation == SslNegotiation.Direct) options.ApplicationProtocols = [new("postgresql")];
        try
        {
            await tls.AuthenticateAsClientAsync(options, stop);
        }
        catch (AuthenticationException e)
        {
            return Finding.Fail($"the handshake failed, {e.Message.TrimEnd('.')}", "check that the port is PostgreSQL's, and its TLS versions");
        }
        using (certificate) return Judge(connection, certificate!, fault, reasons, tls.SslProtocol, root);
    }

    static Finding Judge(NpgsqlConnectionStringBuilder connection, X509Certificate2 certificate, SslPolicyErrors fault, string[] reasons, SslProtocols version, string? root)
    {
        var facts = string.Create(CultureInfo.InvariantCulture, $"{Words(version)}, certificate of {Names(certificate)} by {certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true)}, valid until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}");
        var roots = root switch
        {
            null => "the system's roots",
            _ when root == DefaultRoot => $"{root}, which replaces the system's roots",
            _ => root,
        };
        if (connection.SslMode < SslMode.VerifyCA) return Finding.Note($"{facts}; the URL does not ask for it to be checked (sslmode=verify-full does)");
        if (certificate.NotAfter < DateTime.Now || certificate.NotBefore > DateTime.Now)
            return Finding.Fail($"{facts}, which is not today", "renew the certificate, and check this machine's clock");
        if (fault.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            return Finding.Fail($"{facts}: not trusted by {roots} ({string.Join(", ", reasons)})", root is null
                ? "name the authority that signed it: sslrootcert=file"
                : root == DefaultRoot ? $"remove {root}, or name the right authority with sslrootcert" : "let sslrootcert name the authority that signed it");
        if (connection.SslMode == SslMode.VerifyFull && fault.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return Finding.Fail($"{facts}: not for {connection.Host}", "use the host name that is in the certificate");
        return Finding.Ok($"{facts}; trusted by {roots}");
    }

    /// <summary>libpq's and the driver's default: a file that nobody mentions, yet it decides.</summary>
    static string DefaultRoot => OperatingSystem.IsWindows()
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "postgresql", "root.crt")
        : Path.Combine(Environment.GetEnvironmentVariable("HOME") ?? "/", ".postgresql", "root.crt");

    static string? RootOf(NpgsqlConnectionStringBuilder connection) =>
        connection.RootCertificate ?? (File.Exists(DefaultRoot) ? DefaultRoot : null);

    static string Names(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension.EnumerateDnsNames()).Take(3).ToList();
        return names.Count > 0 ? string.Join(", ", names) : certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
    }

#pragma warning disable CA5398 // names, not choices
    static string Words(SslProtocols version) => version switch
    {
        SslProtocols.Tls13 => "TLSv1.3",
        SslProtocols.Tls12 => "TLSv1.2",
        _ => version.ToString(),
    };
#pragma warning restore CA5398
}
