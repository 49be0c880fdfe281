using Doneon.Accounts;
using Doneon.Http;

namespace Doneon.Exchange;

/// <summary>
/// Files take long and, coming in, memory: so each account has one of each kind under way, and the process works on a few that have come in.
/// While they come, they share the memory of so many of the largest: a slow line keeps nobody else's file out.
/// </summary>
public sealed class ExchangePlaces : IDisposable
{
    const int MostImports = 4;

    const long MostBytes = MostImports * (long)ImportRoutes.LargestFile;

    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    readonly Places exports = new(1, 0), imports = new(1, 0);
    readonly SemaphoreSlim importsInAll = new(MostImports);
    long arrived;

    public bool TakeForExport(HttpContext http, CurrentUser me) => Take(exports, http, me);

    public bool TakeForImport(HttpContext http, CurrentUser me) => Take(imports, http, me);

    /// <summary>Of a file that is there as a whole.</summary>
    public async Task<bool> TakeForWork(HttpContext http)
    {
        if (!await importsInAll.WaitAsync(LongestWait, http.RequestAborted)) return false;
        http.Response.RegisterForDispose(new Left(importsInAll));
        return true;
    }

    public Arrival Arriving() => new(this);

    /// <summary>What of a file has come so far.</summary>
    public sealed class Arrival(ExchangePlaces places) : IDisposable
    {
        long bytes;

        /// <summary>False when there is no memory for more.</summary>
        public bool Takes(int more)
        {
            bytes += more;
            return Interlocked.Add(ref places.arrived, more) <= MostBytes;
        }

        public void Dispose() => Interlocked.Add(ref places.arrived, -bytes);
    }

    /// <summary>Until the answer is sent.</summary>
    static bool Take(Places places, HttpContext http, CurrentUser me)
    {
        if (places.Enter(me.UserId) is not { } guest) return false;
        http.Response.RegisterForDispose(guest);
        if (!guest.TakesPlace()) return false;
        RequestLimits.LeavePlace(http);
        return true;
    }

    sealed class Left(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }

    public void Dispose() => importsInAll.Dispose();
}
