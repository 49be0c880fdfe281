using Doneon.Accounts;
using Doneon.Database;
using Doneon.Exchange;

namespace Doneon.Cli;

/// <summary>The files of one account, for the people who run the server: each question has the time that a request has.</summary>
sealed class OperatorsDoor(Db db, CurrentUser me) : IAccountDoor
{
    public long UserId => me.UserId;

    public Task<T> Ask<T>(Func<Door, Task<T>> question, bool isLast = false) => question(db.As(me));
}
