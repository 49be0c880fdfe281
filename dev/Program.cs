using Doneon.Dev;

try
{
    return args switch
    {
        [] => await Run.Doneon(),
        ["test"] => await Test.Everything(),
        ["screenshots"] => await Screenshots.Take(),
        _ => Say("Usage: dotnet run --project dev               starts Doneon and its PostgreSQL\n"
            + "       dotnet run --project dev test          runs every check\n"
            + "       dotnet run --project dev screenshots   takes a picture of every page"),
    };
}
catch (Exception e) when (e is DevException or Doneon.StopException or IOException or UnauthorizedAccessException)
{
    return Say(e.Message);
}

static int Say(string sentence)
{
    Console.Error.WriteLine(sentence);
    return 2;
}
