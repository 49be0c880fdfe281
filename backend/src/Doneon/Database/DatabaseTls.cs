using Npgsql;

namespace Doneon.Database;

enum Reach { Socket, Loopback, Remote, Neon }

/// <summary>How a connection is protected. Never weaker than the URL asks; stronger where the way to the server demands it.</summary>
sealed record DatabaseTls(SslMode Mode, ChannelBinding Binding, SslNegotiation Negotiation, string? RootCertificate)
{
    static readonly Dictionary<string, SslMode> Modes = new()
    {
        ["disable"] = SslMode.Disable,
        ["allow"] = SslMode.Allow,
        ["prefer"] = SslMode.Prefer,
        ["require"] = SslMode.Require,
        ["verify-ca"] = SslMode.VerifyCA,
        ["verify-full"] = SslMode.VerifyFull,
    };

    static readonly Dictionary<string, ChannelBinding> Bindings = new()
    {
        ["disable"] = ChannelBinding.Disable,
        ["prefer"] = ChannelBinding.Prefer,
        ["require"] = ChannelBinding.Require,
    };

    static readonly Dictionary<string, SslNegotiation> Negotiations = new()
    {
        ["postgres"] = SslNegotiation.Postgres,
        ["direct"] = SslNegotiation.Direct,
    };

    public static DatabaseTls Choose(Reach reach, Dictionary<string, string> values)
    {
        var asked = Choice(values, "sslmode", Modes);
        var binding = Choice(values, "channel_binding", Bindings);
        var negotiation = Choice(values, "sslnegotiation", Negotiations) ?? SslNegotiation.Postgres;
        var root = values.GetValueOrDefault("sslrootcert");

        if (reach == Reach.Socket)
        {
            if (asked >= SslMode.Require || binding == ChannelBinding.Require || negotiation == SslNegotiation.Direct || root != null)
                throw new FormatException("asks for TLS on a unix socket, which has none; drop the ssl parameters and channel_binding");
            return new(SslMode.Disable, ChannelBinding.Disable, negotiation, null);
        }

        if (root == "system")
            asked ??= SslMode.VerifyFull;
        var mode = asked ?? SslMode.Prefer;
        Demand(mode, reach >= Reach.Remote, "does not demand TLS, and its host is not this machine; add sslmode=verify-full");
        Demand(mode, binding == ChannelBinding.Require && mode <= SslMode.Allow, "contradicts itself: channel_binding=require needs sslmode=require or stricter");
        Demand(mode, negotiation == SslNegotiation.Direct, "contradicts itself: sslnegotiation=direct needs sslmode=require or stricter");
        Demand(mode, root != null, "contradicts itself: sslrootcert needs sslmode=verify-full or verify-ca");
        if (root == "system" && mode != SslMode.VerifyFull)
            throw new FormatException("contradicts itself: sslrootcert=system needs sslmode=verify-full");
        if (root is not (null or "system") && !File.Exists(root))
            throw new FormatException("has an sslrootcert that is not a readable file; name the CA's certificate, or write sslrootcert=system");
        var file = root == "system" ? null : root;

        if (reach == Reach.Neon)
        {
            if (binding is not (null or ChannelBinding.Require))
                throw new FormatException("weakens channel_binding, which Neon offers to everyone; write channel_binding=require or drop it");
            return new(SslMode.VerifyFull, ChannelBinding.Require, negotiation, file);
        }

        // As libpq: require with a root certificate means verify-ca; verify-ca without one has nothing to verify against.
        if (mode == SslMode.VerifyCA && file == null)
            throw new FormatException("has sslmode=verify-ca without sslrootcert; name the CA's certificate, or use sslmode=verify-full");
        if (mode == SslMode.Require && file != null)
            mode = SslMode.VerifyCA;

        // require alone accepts any certificate. On a network something must prove the server: then the password does, by channel binding.
        if (mode == SslMode.Require && reach == Reach.Remote)
        {
            if (binding is not (null or ChannelBinding.Require))
                throw new FormatException("trusts any server: sslmode=require checks no certificate; use sslmode=verify-full, or channel_binding=require");
            binding = ChannelBinding.Require;
        }
        return new(mode, mode == SslMode.Disable ? ChannelBinding.Disable : binding ?? ChannelBinding.Prefer, negotiation, file);
    }

    public override string ToString() =>
        Mode == SslMode.Disable
            ? "no TLS"
            : $"TLS {Modes.First(pair => pair.Value == Mode).Key}{(Binding == ChannelBinding.Require ? ", channel binding" : "")}";

    static void Demand(SslMode mode, bool needed, string sentence)
    {
        if (needed && mode < SslMode.Require)
            throw new FormatException(sentence);
    }

    static T? Choice<T>(Dictionary<string, string> values, string keyword, Dictionary<string, T> words) where T : struct
    {
        if (!values.TryGetValue(keyword, out var word))
            return null;
        return words.TryGetValue(word, out var choice)
            ? choice
            : throw new FormatException($"has an unknown {keyword}; it is one of {string.Join(", ", words.Keys)}");
    }
}
