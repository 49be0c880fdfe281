import type { NextConfig } from 'next';

const building = process.env.NODE_ENV === 'production';
const api = process.env.DONEON_URL ?? 'http://localhost:8080';

const config: NextConfig = building
    ? {
        output: 'export',
        reactStrictMode: true,
        poweredByHeader: false,
        images: { unoptimized: true },
    }
    // `npm run dev` shows changes at once and passes the API's addresses on to a Doneon that runs beside it.
    : { reactStrictMode: true, rewrites: async () => [{ source: '/api/:path*', destination: `${api}/api/:path*` }] };

export default config;
