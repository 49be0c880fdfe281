Console.WriteLine("Doneon");
