export { RegisterPage as default } from '@/features/account/RegisterPage';
