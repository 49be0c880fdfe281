using Doneon.Accounts;
using Doneon.Database;
using Doneon.Http;

namespace Doneon.Exchange;

/// <summary>How a file asks the database about one account: as its person, from the API and from the command line.</summary>
interface IAccountDoor
{
    long UserId { get; }

    /// <param name="isLast">Of all that write: what it answers may be kept under the request's key.</param>
    Task<T> Ask<T>(Func<Door, Task<T>> question, bool isLast = false);
}

/// <summary>A file takes longer than a request may: so each question has the time and the turn of one.</summary>
sealed class PersonsDoor(CurrentUser me, Db db, Turns turns, HttpContext http) : IAccountDoor
{
    readonly CurrentUser withoutKey = me.Key is null ? me : new(me.Token, me.OnlyReads);

    public long UserId => me.UserId;

    public Task<T> Ask<T>(Func<Door, Task<T>> question, bool isLast = false)
    {
        var asking = isLast ? me : withoutKey;
        asking.Deadline = me.Deadline = db.Begin();
        return turns.For(asking, () => question(db.As(asking)), http.RequestAborted);
    }
}
