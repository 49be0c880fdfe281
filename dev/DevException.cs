namespace Doneon.Dev;

/// <summary>The work cannot go on: the message is what the person at the console reads.</summary>
public sealed class DevException(string message) : Exception(message);
