FROM node:24-slim AS frontend
WORKDIR /source/frontend
# Packages first, here as below: they change seldom, so these layers are kept. The lock files say which, byte for byte; the runtime,
# which becomes part of the program, is that of the SDK's image: pull a newer one to have its fixes.
COPY frontend/.npmrc frontend/package.json frontend/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY frontend ./
RUN NEXT_TELEMETRY_DISABLED=1 npm run build

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY .editorconfig global.json Directory.Build.props Directory.Packages.props ./
COPY backend/src/Doneon/Doneon.csproj backend/src/Doneon/packages.lock.json backend/src/Doneon/
RUN dotnet restore backend/src/Doneon --locked-mode
COPY backend/src backend/src
COPY --from=frontend /source/frontend/out frontend/out
# The front end is built above: here is no Node.
RUN dotnet publish backend/src/Doneon --configuration Release --output /app -p:FrontEnd=prebuilt

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
WORKDIR /app
COPY --from=build /app ./
# The doors for debuggers and profilers are files. Without them nothing is ever written, and the root file system may be read-only.
ENV DOTNET_EnableDiagnostics=0 PORT=8080
USER $APP_UID
EXPOSE 8080
# Asks whether the process lives, not whether the database does: a restart mends only the first.
HEALTHCHECK --interval=30s --timeout=3s --start-period=60s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/$PORT && printf 'GET /health HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["./doneon"]
CMD ["serve"]
