using Doneon.Database;
using Doneon.Exchange;

namespace Doneon.Cli;

/// <summary>The files of one account, for the people who run the server: every statement names the account.</summary>
sealed class ServersDoor(Db db, long userId, bool onlyReads) : IAccountDoor
{
    public long UserId => userId;

    public Task<T> Ask<T>(Func<Door, Task<T>> question, bool isLast = false) => question(onlyReads ? db.AsServerReading() : db.AsServer());
}
