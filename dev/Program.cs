Console.WriteLine("doneon-dev");
