using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Doneon.Dev;

/// <summary>An authority of our own and a certificate for localhost, so that development verifies TLS as production does.</summary>
static class Certificates
{
    static readonly HashAlgorithmName Hash = HashAlgorithmName.SHA256;

    /// <summary>The authority's key is never stored: whoever trusts the authority need not fear for it. Renewal makes both anew.</summary>
    public static void Ensure(string caFile, string certificateFile, string keyFile)
    {
        if (IsFresh(caFile) && IsFresh(certificateFile) && File.Exists(keyFile)) return;
        var (start, end) = (DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(397));

        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var authority = Authority(authorityKey).CreateSelfSigned(start, end);
        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var server = Server(serverKey, authority).Create(authority, start, end, RandomNumberGenerator.GetBytes(16));

        File.WriteAllText(caFile, authority.ExportCertificatePem());
        File.WriteAllText(certificateFile, server.ExportCertificatePem());
        Secrets.Write(keyFile, serverKey.ExportPkcs8PrivateKeyPem());
    }

    static CertificateRequest Authority(ECDsa key)
    {
        var request = new CertificateRequest("CN=Doneon development authority", key, Hash);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    static CertificateRequest Server(ECDsa key, X509Certificate2 authority)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);

        var request = new CertificateRequest("CN=localhost", key, Hash);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        return request;
    }

    static bool IsFresh(string file)
    {
        if (!File.Exists(file)) return false;
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        return certificate.NotAfter > DateTime.Now.AddDays(30);
    }
}
