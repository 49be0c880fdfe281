using Doneon.Accounts;
using Doneon.Http;

namespace Doneon.Exchange;

/// <summary>Files take long and, coming in, memory: so each account has one of each kind under way, and the process a few that come in.</summary>
public sealed class ExchangePlaces : IDisposable
{
    const int MostImports = 4;

    readonly Places exports = new(1, 0), imports = new(1, 0);
    readonly SemaphoreSlim importsInAll = new(MostImports);

    public bool TakeForExport(HttpContext http, CurrentUser me) => Take(exports, http, me);

    public bool TakeForImport(HttpContext http, CurrentUser me)
    {
        if (!Take(imports, http, me) || !importsInAll.Wait(0)) return false;
        http.Response.RegisterForDispose(new Left(importsInAll));
        return true;
    }

    /// <summary>Until the answer is sent.</summary>
    static bool Take(Places places, HttpContext http, CurrentUser me)
    {
        if (places.Enter(me.UserId) is not { } guest) return false;
        http.Response.RegisterForDispose(guest);
        return guest.TakesPlace();
    }

    sealed class Left(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }

    public void Dispose() => importsInAll.Dispose();
}
