namespace Doneon.Http;

/// <summary>
/// So many at the same moment of each key, and so many more who wait for their turn. Only keys in use take memory, and nothing is looked
/// after in between: ten thousand users' limiters, visited ten times a second, were felt by everybody.
/// </summary>
sealed class Places(int most, int mostWaiting)
{
    readonly Dictionary<long, Room> rooms = [];
    readonly Lock gate = new();

    internal sealed class Room(int places) : SemaphoreSlim(places)
    {
        public int Guests { get; set; }
    }

    /// <summary>Null when already too many wait.</summary>
    public Guest? Enter(long key)
    {
        lock (gate)
        {
            if (!rooms.TryGetValue(key, out var room)) rooms[key] = room = new(most);
            if (room.Guests == most + mostWaiting) return null;
            room.Guests++;
            return new(this, key, room);
        }
    }

    /// <summary>Somebody who has a place, or waits for one.</summary>
    public sealed class Guest : IDisposable
    {
        readonly Places places;
        readonly long key;
        readonly Room room;
        bool hasPlace, hasLeft;

        internal Guest(Places places, long key, Room room) => (this.places, this.key, this.room) = (places, key, room);

        public bool TakesPlace() => hasPlace = room.Wait(0);

        /// <summary>False when the time is over.</summary>
        public async ValueTask<bool> TakesPlaceWithin(TimeSpan time, CancellationToken stop) => hasPlace = await room.WaitAsync(time, stop);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref hasLeft, true)) return;
            if (hasPlace) room.Release();
            lock (places.gate)
                if (--room.Guests == 0) places.rooms.Remove(key);
        }
    }
}
